import { defineEventHandler, send } from 'h3'
import type { NitroApp } from 'nitropack/types'

/**
 * Answers `MP_verify_CODE.txt` where WeChat's console looks for it: at the domain's root, in the app's own folder, and in those of the JS domains that have a path.
 *
 * @param base stands before every path of the app.
 */
export function serveOwnershipFiles({ h3App, router }: NitroApp, base: string, codes: string[], folders: string[]): void {
  for (const code of codes) {
    const handler = defineEventHandler(event => send(event, code, 'text/plain; charset=utf-8'))
    for (const folder of new Set(['', base, ...folders])) {
      const path = `${folder}/MP_verify_${code}.txt`
      // The router answers what is below the app's base, and that alone.
      if (path.startsWith(`${base}/`))
        router.get(path.slice(base.length), handler)
      else
        h3App.use(handler, { match: asked => asked.split('?')[0] === path })
    }
  }
}
