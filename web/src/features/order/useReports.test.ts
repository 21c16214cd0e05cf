// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { setMessages } from '@/i18n'
import { useReports } from './useReports'

const asked: (string | undefined)[] = []
const answers: (() => unknown)[] = []
vi.mock('./api', () => ({
  fetchReports: (_of: unknown, cursor?: string) => {
    asked.push(cursor)
    return Promise.resolve().then(() => answers.shift()?.())
  },
}))
const page = (id: string, next_cursor: string | null) => () => ({ reports: [{ id }], next_cursor })
const fail = () => Promise.reject(new ApiError('fault', 502, 'http_502'))
const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  asked.length = answers.length = 0
  setMessages('en', { 'errors.down': 'out of order ({status})' })
})

it('reads earlier ones once however often it is pressed, and what happens meanwhile does not throw back', async () => {
  const { reports, earlier, begin, readNewest, readEarlier } = useReports(() => ({ order_id: 1 }))
  answers.push(page('new', 'older'), page('old', null))
  begin()
  await settled()
  void readEarlier()
  void readEarlier()
  void readNewest()
  await settled()
  expect([asked, reports.value?.map((one) => one.id), earlier.value]).toEqual([[undefined, 'older'], ['new', 'old'], null])
})

it('keeps what it has where the earlier ones cannot be read, and tries those again', async () => {
  const { reports, problem, begin, readEarlier, again } = useReports(() => ({ order_id: 1 }))
  answers.push(page('new', 'older'), fail, page('old', null))
  begin()
  await settled()
  await readEarlier()
  expect([reports.value?.length, problem.value]).toEqual([1, 'out of order (502)'])
  await again()
  expect([reports.value?.map((one) => one.id), problem.value]).toEqual([['new', 'old'], ''])
})
