import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FIRST_CONFIG_ID } from '../../shared/wechat'
import { Configs } from '../../utils/wechat/configs'
import { sign } from './bridge'

const PAGE = 'https://m.example.com/a?b=1'
const asked: string[] = []
const configs = () => new Configs(async (url) => {
  asked.push(url)
  return sign(url)
})

function writeFirstConfig(url: string, validForMs: number) {
  const element = Object.assign(document.createElement('script'), { id: FIRST_CONFIG_ID, type: 'application/json', textContent: JSON.stringify({ ...sign(url), nonceStr: 'first', validForMs }) })
  document.head.append(element)
}

beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  document.getElementById(FIRST_CONFIG_ID)?.remove()
  vi.useRealTimers()
})

describe('the signature that came with the HTML', () => {
  it('is used without a request', async () => {
    writeFirstConfig(PAGE, 7_200_000)
    expect(await configs().fetch(PAGE)).toEqual({ ...sign(PAGE), nonceStr: 'first' })
    expect(asked).toEqual([])
  })

  it('is used once: a client that refused it is given another', async () => {
    writeFirstConfig(PAGE, 7_200_000)
    const one = configs()
    await one.fetch(PAGE)
    await one.fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })

  it('is not used for a URL that differs by a byte', async () => {
    writeFirstConfig('https://m.example.com/a?b=1&', 7_200_000)
    await configs().fetch(PAGE)
    expect(asked).toEqual([PAGE])
  })

  it('is not used when its ticket has ended since the page was opened', async () => {
    writeFirstConfig(PAGE, 60_000)
    vi.advanceTimersByTime(60_000)
    await configs().fetch(PAGE)
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
