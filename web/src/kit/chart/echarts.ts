// SPDX-License-Identifier: Apache-2.0
/** The parts of ECharts that are used; a chunk of its own, loaded with the first chart. */
import { LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkLineComponent } from 'echarts/components'
import { init, registerLocale, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { zhTw } from './zhTw'

use([LineChart, GridComponent, MarkLineComponent, AriaComponent, SVGRenderer])
registerLocale('ZH-TW', zhTw)

export { init }
