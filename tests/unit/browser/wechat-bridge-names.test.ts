import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { toBridgeName } from '../../../utils/wechat/bridge/bridge'

it('knows every name that the JS-SDK of npm translates, and leaves the others alone', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('weixin-js-sdk'), 'utf8')
  const table = /config:\s*"preVerifyJSAPI",([^}]+)\}/.exec(source)?.[1] ?? ''
  const names = [...table.matchAll(/(\w+):\s*"([^"]+)"/g)]
  expect(names.length).toBeGreaterThan(15)
  for (const [, api = '', bridgeName] of names)
    expect(toBridgeName(api)).toBe(bridgeName)
  // Every function that the SDK has, by the keys of the object that it exports.
  const apis = [...source.matchAll(/^ {8}(\w+): function/gm)].map(([, api = '']) => api)
  expect(apis).toEqual(expect.arrayContaining(['chooseImage', 'scanQRCode', 'updateAppMessageShareData']))
  const translated = new Set(names.map(([, api]) => api))
  for (const api of apis.filter(api => !translated.has(api)))
    expect(toBridgeName(api)).toBe(api)
})
