// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { JobTold } from '@/api/types'
import { setMessages } from '@/i18n'
import { MOST_LETTERS, factsWords, jobWords, withPhrase } from './handover'

const job = (more: Partial<JobTold>): JobTold => ({ operation_id: 1, order_number: 'WO', operation_code: '10', operation_name: '磨', state: 'running', left: 58, good: 0, ng: 0, blocked: null, ...more })

it('puts a phrase behind what was written, within the length that is taken', () => {
  expect(withPhrase('', '料快用完', '，')).toBe('料快用完')
  expect(withPhrase('刀换过 ', '料快用完', '，')).toBe('刀换过，料快用完')
  expect(withPhrase('x'.repeat(MOST_LETTERS), '料快用完', '，')).toHaveLength(MOST_LETTERS)
})

it('says in a line how the station stood, and of each job why', () => {
  setMessages('zh-CN', {
    'handover.running_n': '在做 {n}', 'handover.blocked_n': '停 {n}', 'handover.made': '良 {good} 不良 {ng}',
    'handover.running': '在做，剩 {n}', 'handover.stopped': '停：{reason}', 'block.said': '{reason}',
  })
  const stopped = job({ state: 'blocked', good: 0.1, blocked: { reason_code: 'said', reason_params: { reason: '换砂轮' }, owner: '孙颖', until: null } })
  const jobs = [job({ good: 0.2, ng: 2 }), stopped, job({ state: 'waiting', good: 1 })]
  expect(factsWords(jobs)).toBe('在做 1 · 停 1 · 良 1.3 不良 2')
  expect(jobs.map(jobWords)).toEqual(['在做，剩 58 · 良 0.2 不良 2', '停：换砂轮 · 良 0.1 不良 0', '良 1 不良 0'])
})
