// SPDX-License-Identifier: Apache-2.0
import createClient from 'openapi-fetch'
import { ApiError, errorFromAnswer, errorFromThrown } from './errors'
import { forbidden, guardedFetch, signedOut } from './http'
import type { paths } from './schema.gen'

/** The typed client: paths, parameters, bodies and answers come from the server's OpenAPI. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (request) => guardedFetch(request) })

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

/** For binary bodies, which the typed client does not send; a large one is given more time. */
export async function put<T = void>(path: string, body: Blob, limitMs?: number): Promise<T> {
  const request = new Request(new URL(path, location.origin), { method: 'PUT', headers: { 'Content-Type': body.type }, body })
  return answer(guardedFetch(request, limitMs).then((response) => read<T>(response)))
}

/** For commands that were kept as they are, with the path they go to. */
export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'Content-Type': 'application/json' }
  const request = new Request(new URL(path, location.origin), { method: 'POST', headers, body: JSON.stringify(body) })
  return answer(guardedFetch(request).then((response) => read<T>(response)))
}

async function read<T>(response: Response): Promise<Answered<T>> {
  const body: unknown = await response.json().catch(() => undefined)
  return response.ok ? { data: body as T, response } : { error: body, response }
}

const NO_CONTENT = 204

/**
 * The body of a good answer; everything else becomes an ApiError. What comes instead of a body, half of one or the
 * log-in page of a network, does not say that anything was done: that answer is lost.
 */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>
  try {
    answered = await call
  } catch (thrown) {
    throw errorFromThrown(thrown)
  }
  const { ok, status } = answered.response
  if (ok && answered.data === undefined && status !== NO_CONTENT) throw new ApiError('network', status, 'network')
  if (ok) return answered.data as T
  const error = errorFromAnswer(status, answered.error)
  if (error.kind === 'signed_out') signedOut()
  if (error.code === 'forbidden') forbidden(String(error.params.permission))
  throw error
}
