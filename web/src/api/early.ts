// SPDX-License-Identifier: Apache-2.0
/**
 * What a page is about to read is asked for before the page is made, so that on a slow network neither waits for
 * the other. The first reading takes the answer. It is good for that one reading, for moments, and until something is written.
 */
const GOOD_FOR_MS = 5000
const asked = new Map<string, { at: number; answer: Promise<Response> }>()

export function askEarly(fetched: (request: Request) => Promise<Response>, paths: readonly string[]): void {
  for (const path of paths) {
    const { href } = new URL(path, location.origin)
    const answer = fetched(new Request(href))
    answer.catch(() => undefined)
    asked.set(href, { at: Date.now(), answer })
  }
}

export function takeEarly(request: Request): Promise<Response> | null {
  const found = asked.get(request.url)
  if (request.method !== 'GET') asked.clear()
  else asked.delete(request.url)
  return found && request.method === 'GET' && Date.now() - found.at < GOOD_FOR_MS ? found.answer : null
}
