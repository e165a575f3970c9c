import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { toPageName } from '../../simulator/bridge/calls/api-names'

/** The JS-SDK's own table, from the names that pages write to those of the bridge. */
const sdk = readFileSync(createRequire(import.meta.url).resolve('weixin-js-sdk'), 'utf8')
const [, table = ''] = /\{\s*(config: "preVerifyJSAPI",[^}]*)\}/.exec(sdk) ?? []
const names = [...table.matchAll(/(\w+): "([^"]+)"/g)].map(([, pageName = '', bridgeName = '']) => [bridgeName, pageName] as const)

describe('the desk calls an API of the bridge', () => {
  it.each(names)('%s as a page does: %s', (bridgeName, pageName) => {
    expect(toPageName(bridgeName)).toBe(pageName)
  })

  it('by its own name where the page writes no other', () => {
    expect(names.length).toBeGreaterThan(15)
    expect(toPageName('chooseImage')).toBe('chooseImage')
    expect(toPageName('constructor')).toBe('constructor')
  })
})
