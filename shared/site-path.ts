/** Of a path to come back to after a sign-in: it is part of a cookie and of an answer's head, which proxies limit to 4 kB. */
export const MAX_PATH_BYTES = 1024

/** Whether a sign-in keeps this path; in its cookie a quotation mark takes two bytes. */
export function isShortPath(path: string): boolean {
  return JSON.stringify(encodePath(path)).length - 2 <= MAX_PATH_BYTES
}

/** A path as an address bar has it: what is not printable ASCII is percent-encoded, the rest stays byte for byte. */
export function encodePath(path: string): string {
  return path.replaceAll(/\p{Surrogate}/gu, '\uFFFD').replaceAll(/[^\x21-\x7E]/gu, encodeURIComponent)
}

/** A path of the app as browsers ask for it: below `app.baseURL`. What is below it already stays. */
export function withBase(path: string, baseURL: string): string {
  const base = baseURL.replace(/\/+$/, '')
  return path.startsWith(base) && /^(?:[/?#]|$)/.test(path.slice(base.length)) ? path : base + path
}

/** The page to come back to: without its query and hash where it is too long, and the first page where it still is. */
export function toShortPath(path: string): string {
  return [path, path.replace(/[?#].*$/s, '')].find(isShortPath) ?? '/'
}
