import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The JS-SDK of today, and the oldest since 1.4 that npm still has. */
export type SdkPackage = 'weixin-js-sdk' | 'weixin-js-sdk-1.4'

/** A real JS-SDK of npm. */
export async function readSdkScript(name: SdkPackage = 'weixin-js-sdk'): Promise<string> {
  return asScript(await readFile(createRequire(import.meta.url).resolve(name), 'utf8'))
}

/** A module, or a script of WeChat's own, as WeChat's hosts serve it: a classic script that sets `wx` and `jWeixin`. */
export function asScript(source: string): string {
  return `(function () { var module = { exports: {} }, exports = module.exports; ${source}
; if (module.exports?.config) window.wx = window.jWeixin = module.exports; else window.wx = window.jWeixin }).call(window)`
}
