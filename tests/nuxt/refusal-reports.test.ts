import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useWechatSdk, useWechatShare } from '#imports'
import { settle } from './bridge'
import { pass, useWebView } from './web-view'

const view = useWebView()
const reports: unknown[] = []

beforeEach(() => {
  reports.length = 0
  const { fetch } = globalThis
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (input !== '/api/wx/report')
      return fetch(input, init)
    reports.push([init?.method, init?.keepalive, JSON.parse(String(init?.body))])
    throw new TypeError('Failed to fetch')
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

const sent = (errMsg: string, path: string) => ['POST', true, { errMsg, path, platform: 'android', host: 'wechat', version: '10.0.0' }]

it('a card that the client refuses is told once, with the page\'s path, and a report that does not arrive is no error', async () => {
  const refuse = () => 'fail, link must be in js secure domain list'
  view.answer({ updateAppMessageShareData: refuse, updateTimelineShareData: refuse })
  await view.navigate('/refused?code=canary#hash')
  for (const title of ['A', 'B']) {
    const { status } = view.inScope(() => useWechatShare({ title }))
    await settle()
    expect(status.value).toBe('failed')
  }
  expect(reports).toEqual([sent('updateAppMessageShareData:fail, link must be in js secure domain list', '/refused')])
})

it('a configuration that the client refuses is told by its caller', async () => {
  view.answer({ preVerifyJSAPI: () => 'fail_invalid url domain' })
  await view.navigate('/device')
  view.inScope(() => useWechatSdk({ jsApiList: ['chooseImage'] }))
  await settle()
  expect(reports).toEqual([sent('config:invalid url domain', '/device')])
})

it.each([
  ['what the user cancels', { chooseImage: () => 'cancel' }],
  ['a device function that fails', { chooseImage: () => 'fail' }],
  ['a client that does not answer', { preVerifyJSAPI: () => 'never' as const }],
])('nothing is told of %s', async (_, answers) => {
  view.answer(answers)
  await view.navigate('/quiet')
  const { call } = view.inScope(() => useWechatSdk({ jsApiList: ['chooseImage'] }))
  const failure = call('chooseImage', { count: 1 }).then(() => undefined, (error: unknown) => error)
  for (let wait = 0; wait < 5; wait++)
    await pass(20_000)
  expect(await failure).toMatchObject({ name: 'WechatSdkError' })
  expect(reports).toEqual([])
})

it('nothing is told where the server signs nothing', async () => {
  view.refuse({ code: 'wechat_busy', hint: 'WeChat is busy.' })
  const { status } = view.inScope(() => useWechatShare({ title: 'C' }))
  await pass(20_000)
  expect(status.value).toBe('failed')
  expect(reports).toEqual([])
})
