// SPDX-License-Identifier: Apache-2.0
import type { LocaleOption } from 'echarts/types/src/core/locale.js'

const WEEKDAYS = [...'日一二三四五六']
const MONTHS = [...'一二三四五六七八九十', '十一', '十二'].map((month) => `${month}月`)

/** What a chart says by itself, for Taiwan; ECharts brings mainland Chinese and English only. */
export const zhTw: LocaleOption = {
  time: {
    month: MONTHS,
    monthAbbr: MONTHS.map((_, index) => `${index + 1}月`),
    dayOfWeek: WEEKDAYS.map((weekday) => `星期${weekday}`),
    dayOfWeekAbbr: WEEKDAYS,
  },
  legend: { selector: { all: '全選', inverse: '反向選取' } },
  toolbox: {
    brush: { title: { rect: '框選', polygon: '套索選取', lineX: '選取一段橫軸', lineY: '選取一段縱軸', keep: '保留選取範圍', clear: '取消選取' } },
    dataView: { title: '看數值', lang: ['數值', '關閉', '重新整理'] },
    dataZoom: { title: { zoom: '放大一段', back: '回到原來範圍' } },
    magicType: { title: { line: '改成折線', bar: '改成長條', stack: '堆疊', tiled: '並排' } },
    restore: { title: '還原' },
    saveAsImage: { title: '存成圖片', lang: ['按右鍵存成圖片'] },
  },
  series: {
    typeNames: {
      bar: '長條圖', line: '折線圖', scatter: '散佈圖', pie: '圓餅圖', boxplot: '盒鬚圖', heatmap: '熱圖', graph: '關聯圖',
      sankey: '桑基圖', funnel: '漏斗圖', gauge: '儀表圖', radar: '雷達圖', tree: '樹狀圖', treemap: '矩形樹圖',
      sunburst: '放射環狀圖', effectScatter: '漣漪散佈圖', candlestick: 'K 線圖', k: 'K 線圖', map: '地圖', parallel: '平行座標圖',
      lines: '路徑圖', pictorialBar: '象形長條圖', themeRiver: '河流圖', custom: '自訂圖表', chart: '圖表',
    },
  },
  aria: {
    general: { withTitle: '圖表「{title}」。', withoutTitle: '一張圖表，' },
    series: {
      single: { prefix: '', withName: '以{seriesType}呈現{seriesName}。', withoutName: '是{seriesType}。' },
      multiple: {
        prefix: '共有 {seriesCount} 組數列。',
        withName: '第 {seriesId} 組以{seriesType}呈現{seriesName}，',
        withoutName: '第 {seriesId} 組是{seriesType}，',
        separator: { middle: '；', end: '。' },
      },
    },
    data: {
      allData: '數值是：',
      partialData: '前 {displayCnt} 筆數值是：',
      withName: '{name}為 {value}',
      withoutName: '{value}',
      separator: { middle: '，', end: '' },
    },
  },
}
