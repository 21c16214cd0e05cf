// SPDX-License-Identifier: Apache-2.0

const AGAIN_MS = 2000

function ask(href: string): void {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  link.onerror = () => {
    link.remove()
    setTimeout(() => ask(href), AGAIN_MS)
  }
  document.head.append(link)
}

/** The loader asks for the style sheet of a page once: a page whose sheet did not come just then would stay bare. */
export function completeStyles(): void {
  window.addEventListener('vite:preloadError', ({ payload }) => {
    const href = /\S+\.css$/.exec(payload.message)?.[0]
    if (href) ask(href)
  })
}
