import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { toBridgeName } from '../../../utils/wechat-bridge-names'

it('knows every name that the JS-SDK of npm translates, and no other', async () => {
  const source = await readFile(createRequire(import.meta.url).resolve('weixin-js-sdk'), 'utf8')
  const table = /config:\s*"preVerifyJSAPI",([^}]+)\}/.exec(source)?.[1] ?? ''
  const names = [...table.matchAll(/(\w+):\s*"([^"]+)"/g)]
  expect(names.length).toBeGreaterThan(15)
  for (const [, api = '', bridgeName] of names)
    expect(toBridgeName(api)).toBe(bridgeName)
  expect(toBridgeName('chooseImage')).toBe('chooseImage')
})
