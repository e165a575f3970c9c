import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WechatUser } from '../../../shared/wechat'
import { WechatError, type ExchangeBoard } from '../../../server/wechat'
import { seal, unseal } from '../../../server/wechat/seal'
import { shareExchange } from '../../../server/wechat/shared-exchange'
import { useFakeClock } from './world'

const STATE = '0123456789abcdef0123456789abcdef'
const CODE = 'canary-code'
const person: WechatUser = { openid: 'canary-openid', scope: 'snsapi_userinfo', nickname: 'canary-name' }

beforeEach(useFakeClock)
afterEach(() => {
  vi.useRealTimers()
})

/** A board as Redis keeps it. */
function createBoard() {
  const notes = new Map<string, { note: string, over: number }>()
  const board: ExchangeBoard = {
    async claim(key, note, lifeMs) {
      const kept = notes.get(key)
      if (kept && Date.now() < kept.over)
        return kept.note
      notes.set(key, { note, over: Date.now() + lifeMs })
    },
    async post(key, note, lifeMs) {
      notes.set(key, { note, over: Date.now() + lifeMs })
    },
  }
  return { board, notes }
}

/** Two processes, and how often they asked WeChat, which answers after a second. */
function createTwo(board: ExchangeBoard, answer: () => WechatUser = () => person) {
  const ask = vi.fn(async () => {
    await new Promise(resolve => setTimeout(resolve, 1000))
    return answer()
  })
  return { ask, first: shareExchange(ask, board), second: shareExchange(ask, board) }
}

async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  const [value] = await Promise.all([promise, vi.advanceTimersByTimeAsync(60_000)])
  return value
}

describe('a callback that two processes get', () => {
  it('asks WeChat once, and gives both the person', async () => {
    const { ask, first, second } = createTwo(createBoard().board)
    expect(await settled(Promise.all([first(STATE, CODE), second(STATE, CODE)]))).toEqual([person, person])
    expect(await settled(second(STATE, CODE))).toEqual(person)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('gives both the same failure, and may be tried again later', async () => {
    const { ask, first, second } = createTwo(createBoard().board, () => {
      throw new WechatError('wechat_busy', 'Wait.', { errcode: -1 })
    })
    const failure = { code: 'wechat_busy', hint: 'Wait.', details: { errcode: -1 } }
    const results = await settled(Promise.allSettled([first(STATE, CODE), second(STATE, CODE)]))
    expect(results).toMatchObject([{ reason: failure }, { reason: failure }])
    expect(ask).toHaveBeenCalledTimes(1)
    await settled(second(STATE, CODE).catch(() => {}))
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('is refused where another process had another code with this state', async () => {
    const { ask, first, second } = createTwo(createBoard().board)
    await settled(first(STATE, CODE))
    await expect(second(STATE, 'another')).rejects.toMatchObject({ code: 'oauth_state_invalid' })
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('is another\'s to exchange when the first process died meanwhile', async () => {
    const { board } = createBoard()
    void shareExchange(() => new Promise(() => {}), board)(STATE, CODE)
    expect(await settled(createTwo(board).second(STATE, CODE))).toEqual(person)
  })

  it('leaves neither code nor person to be read in the storage', async () => {
    const { board, notes } = createBoard()
    await settled(createTwo(board).first(STATE, CODE))
    expect(notes.size).toBe(1)
    const text = JSON.stringify([...notes])
    expect(text).not.toContain('canary')
    expect(text).not.toContain(STATE)
  })
})

describe('where the storage fails', () => {
  it('each process asks by itself', async () => {
    const gone = () => Promise.reject(new Error('gone'))
    const { ask, first, second } = createTwo({ claim: gone, post: gone })
    expect(await settled(Promise.all([first(STATE, CODE), second(STATE, CODE)]))).toEqual([person, person])
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('nobody waits for it longer than 300 ms', async () => {
    const never = () => new Promise<never>(() => {})
    const { first } = createTwo({ claim: never, post: never })
    const startedAt = Date.now()
    expect(await settled(first(STATE, CODE).then(() => Date.now() - startedAt))).toBe(1300)
  })

  it.each(['', 'text', 'null', '{}', '[1]', '{"codeHash":1}'])('what is no note of ours is taken for nothing: %j', async (note) => {
    const { first } = createTwo({ claim: async () => note, post: async () => {} })
    expect(await settled(first(STATE, CODE))).toEqual(person)
  })
})

it('what is sealed opens with its own secret alone, whole and unchanged', () => {
  const sealed = seal('secret', { a: 1 })
  expect(unseal('secret', sealed)).toEqual({ a: 1 })
  expect(unseal('other', sealed)).toBeUndefined()
  expect(unseal('secret', sealed.slice(0, -4))).toBeUndefined()
  expect(unseal('secret', '')).toBeUndefined()
})
