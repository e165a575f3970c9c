import type { WechatSignedConfig } from '../../shared/wechat'
import type { BridgeObject } from '../../utils/wechat/bridge/sdk'

export interface Call {
  name: string
  params: BridgeObject
}

/** An answer, now or later, or none at all. */
type Answer = string | BridgeObject | 'never' | Promise<string>
type Answers = Record<string, (params: BridgeObject, times: number) => Answer>

/**
 * WeChat's client as far as a page sees it: every call is kept, and answered with `ok` where a test says nothing else.
 * An answer that is a word stands for `{ err_msg: 'name:word' }`.
 */
export function installBridge(answers: Answers = {}) {
  const calls: Call[] = []
  const listeners = new Map<string, (argv: BridgeObject) => void>()
  const times = new Map<string, number>()
  let open = 0
  let mostOpen = 0

  const bridge = {
    invoke(name: string, params: BridgeObject, callback?: (answer: BridgeObject) => void) {
      const count = (times.get(name) ?? 0) + 1
      times.set(name, count)
      calls.push({ name, params: { ...params } })
      const answer = answers[name]?.(params, count) ?? 'ok'
      if (answer === 'never')
        return
      const isConfiguration = name === 'preVerifyJSAPI'
      open += Number(isConfiguration)
      mostOpen = Math.max(mostOpen, open)
      void Promise.resolve(answer).then((answer) => {
        open -= Number(isConfiguration)
        callback?.(typeof answer === 'string' ? { err_msg: `${name}:${answer}` } : answer)
      })
    },
    on: (name: string, listener: (argv: BridgeObject) => void) => void listeners.set(name, listener),
    call: () => {},
  }
  window.WeixinJSBridge = bridge

  const of = (name: string) => calls.filter(call => call.name === name).map(({ params }) => params)
  return {
    calls,
    of,
    listeners,
    configurations: () => of('preVerifyJSAPI'),
    /** The titles that were handed over for a chat, in order. */
    titles: () => of('updateAppMessageShareData').map(({ title }) => title),
    /** How many configurations were ever under way together. */
    mostOpen: () => mostOpen,
  }
}

/** The server's answer, telling by its nonce which URL it was asked for. */
export function sign(url: string): WechatSignedConfig {
  return { appId: 'wx1234567890abcdef', timestamp: 1414587457, nonceStr: url, signature: '0'.repeat(40), url }
}

/** Lets all promises run that wait for nothing but each other. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++)
    await new Promise(resolve => setImmediate(resolve))
}
