import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

/** The real JS-SDK of npm as WeChat's hosts serve it: a classic script that sets `wx` and `jWeixin`. */
export async function readSdkScript(): Promise<string> {
  const source = await readFile(createRequire(import.meta.url).resolve('weixin-js-sdk'), 'utf8')
  return `(function () { var module = { exports: {} }; ${source}\n; window.wx = window.jWeixin = module.exports })()`
}
