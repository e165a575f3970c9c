import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The JS-SDK of today, and the oldest since 1.4 that npm still has. */
export type SdkPackage = 'weixin-js-sdk' | 'weixin-js-sdk-1.4'

/** A real JS-SDK of npm as WeChat's hosts serve it: a classic script that sets `wx` and `jWeixin`. */
export async function readSdkScript(name: SdkPackage = 'weixin-js-sdk'): Promise<string> {
  const source = await readFile(createRequire(import.meta.url).resolve(name), 'utf8')
  return `(function () { var module = { exports: {} }; ${source}\n; window.wx = window.jWeixin = module.exports })()`
}
