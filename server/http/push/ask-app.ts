import type { H3Event } from 'h3'
import { useNitroApp } from 'nitropack/runtime'
import { withTimeout } from '../../wechat'
import { wechatLog } from '../observability/log'

/** WeChat waits for 5 s, and then sends the message again. */
const REPLY_TIMEOUT_MS = 4000

export interface PushedMessage {
  event: H3Event
  /** As WeChat wrote it, decrypted. */
  xml: string
  /** Its fields by WeChat's names, as text: `MsgType`, `FromUserName`, `Content`, … */
  fields: Partial<Record<string, string>>
}

declare module 'nitropack/types' {
  interface NitroRuntimeHooks {
    /**
     * WeChat has pushed a message or an event. A string that it returns, within four seconds, is the reply's XML; of several listeners
     * the first to return one replies. Otherwise WeChat is told `success`, and what a listener throws is logged.
     */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a listener gives nothing or a string, now or later; hookable's types know `void` alone
    'wechat:message': (message: PushedMessage) => any
  }
}

/** Asks the app's listeners, all at once; the first reply, or `undefined`: none replies, or none in time. Failures are logged. */
export async function askApp(message: PushedMessage): Promise<string | undefined> {
  // `callHook` would ask one after the other, and stop at one that throws.
  const replies = useNitroApp().hooks.callHookWith(listeners => listeners.map(listener => askListener(listener, message)), 'wechat:message', message)
  const first = new Promise<string | undefined>((resolve) => {
    for (const reply of replies)
      void reply.then(text => text && resolve(text))
    void Promise.all(replies).then(() => resolve(undefined))
  })
  return withTimeout(first, REPLY_TIMEOUT_MS, () => new Error('no reply within 4 s, so WeChat was told success. Reply later by the API for customer service messages.')).catch(logFailure)
}

async function askListener(listener: (message: PushedMessage) => unknown, message: PushedMessage): Promise<string | undefined> {
  try {
    const reply = await listener(message)
    // Many a listener returns what WeChat's documents have for no reply.
    return typeof reply === 'string' && reply !== 'success' ? reply : undefined
  }
  catch (error) {
    return logFailure(error)
  }
}

function logFailure(error: unknown): undefined {
  wechatLog.error(`wechat:message: ${error instanceof Error ? error.message : String(error)}`, { event: 'hook_failed' })
}
