// SPDX-License-Identifier: Apache-2.0
import { answer, api } from './client'
import { ApiError, errorFromAnswer } from './errors'
import { csrfToken, signedOut } from './http'
import type { components } from './schema.gen'

export type Attachment = components['schemas']['AttachmentShown']

export const MOST_MEGABYTES = 20
export const KINDS = 'application/pdf,image/jpeg,image/png,image/webp,image/heic'
const MEGABYTE = 1024 * 1024
const LONGEST_NAME = 120
/** A slow line, and a minute for drawing the pages. */
const LIMIT_MS = 300_000

export const fetchAttachment = (attachment_id: string) => answer(api.GET('/api/attachments/{attachment_id}', { params: { path: { attachment_id } } }))

export const pageAddress = (id: string, page: number) => `/api/attachments/${id}/pages/${page}`

/** Only this kind of request says how much has gone out; 100 means that the server has all of it. */
export function sendAttachment(id: string, file: File, progress: (percent: number) => void, stop: AbortSignal): Promise<Attachment> {
  if (file.size > MOST_MEGABYTES * MEGABYTE) return Promise.reject(new ApiError('refused', 413, 'attachment_too_large', { megabytes: MOST_MEGABYTES }))
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/api/attachments/${id}?${new URLSearchParams({ file_name: file.name.slice(-LONGEST_NAME) })}`)
    request.timeout = LIMIT_MS
    request.setRequestHeader('X-CSRF-Token', csrfToken(document.cookie))
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => progress(Math.floor((100 * event.loaded) / Math.max(1, event.total)))
    request.onerror = () => reject(new ApiError('network', 0, 'network'))
    request.onabort = request.onerror
    request.ontimeout = () => reject(new ApiError('timeout', 0, 'timeout'))
    request.onload = () => {
      const body = parsed(request.responseText)
      if (request.status === 200) return resolve(body as Attachment)
      const error = errorFromAnswer(request.status, body)
      if (error.kind === 'signed_out') signedOut()
      reject(error)
    }
    stop.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
