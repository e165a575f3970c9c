import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Configs } from '../../utils/wechat/configs'
import { sign } from './bridge'

const PAGE = 'https://m.example.com/a?b=1'
const asked: string[] = []
const configs = (first?: ReturnType<typeof firstConfig>) => new Configs(async (url) => {
  asked.push(url)
  return sign(url)
}, first)

const firstConfig = (url: string, validForMs: number) => ({ ...sign(url), nonceStr: 'first', validForMs, verifyJsApiList: [] })

beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the signature that came with the HTML', () => {
  it('is used without a request', async () => {
    expect(await configs(firstConfig(PAGE, 7_200_000)).fetch(PAGE)).toMatchObject({ ...sign(PAGE), nonceStr: 'first' })
    expect(asked).toEqual([])
  })

  it('is used once: a client that refused it is given another', async () => {
    const one = configs(firstConfig(PAGE, 7_200_000))
    await one.fetch(PAGE)
    await one.fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })

  it('is not used for a URL that differs by a byte', async () => {
    await configs(firstConfig('https://m.example.com/a?b=1&', 7_200_000)).fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })

  it('is not used when its ticket has ended since the page was opened', async () => {
    const one = configs(firstConfig(PAGE, 60_000))
    vi.advanceTimersByTime(60_000)
    await one.fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })
})

describe('what was asked for as a navigation began', () => {
  it('is used by its page, which asks no second time', async () => {
    const one = configs()
    one.askAhead(PAGE)
    await one.fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })

  it('is not used by another page, nor a second time, nor a minute later', async () => {
    const one = configs()
    one.askAhead(PAGE)
    await one.fetch('https://m.example.com/other')
    one.askAhead(PAGE)
    await one.fetch(PAGE)
    await one.fetch(PAGE)
    one.askAhead(PAGE)
    vi.advanceTimersByTime(60_000)
    await one.fetch(PAGE)
    expect(asked).toEqual([PAGE, 'https://m.example.com/other', PAGE, PAGE, PAGE, PAGE])
  })
})
