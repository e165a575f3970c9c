import type { NitroApp } from 'nitropack/types'

/**
 * Keeps the request's address out of the status line of every failure. Nuxt and h3 quote it in the reason of a 404, each character as
 * up to three: nginx takes a head over 4 kB for a fault of the server, and sends other visitors 502.
 */
export function keepReasonsShort({ h3App: { options } }: NitroApp): void {
  const { onError } = options
  options.onError = (error, event) => {
    const { res } = event.node
    const { writeHead } = res
    res.writeHead = (...args: unknown[]) => {
      // Node writes the status' own words then.
      if (res.statusMessage?.includes('/'))
        res.statusMessage = ''
      return Reflect.apply(writeHead, res, args)
    }
    return onError?.(error, event)
  }
}
