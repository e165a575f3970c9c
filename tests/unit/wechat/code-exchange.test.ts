import { describe, expect, it } from 'vitest'
import { CodeExchange } from '../../../server/wechat/code-exchange'
import { WechatError } from '../../../server/wechat/errors'

function createExchange(answer: (code: string) => Promise<{ openid: string, scope: string }> = async code => ({ openid: `of ${code}`, scope: 'snsapi_base' })) {
  const asked: string[] = []
  const clock = { now: 0 }
  const exchange = new CodeExchange((_, code) => {
    asked.push(code)
    return answer(code)
  }, () => clock.now)
  return { exchange, asked, clock }
}

describe('a code', () => {
  it('is exchanged once however often the web view loads the callback', async () => {
    const { exchange, asked } = createExchange()
    const users = await Promise.all([exchange.run('s', 'c'), exchange.run('s', 'c')])
    users.push(await exchange.run('s', 'c'))
    expect(users.map(({ openid }) => openid)).toEqual(['of c', 'of c', 'of c'])
    expect(asked).toEqual(['c'])
  })

  it('gives both loads the same failure too, and may be tried again later', async () => {
    const { exchange, asked, clock } = createExchange(() => Promise.reject(new WechatError('wechat_busy', 'Wait.')))
    await expect(exchange.run('s', 'c')).rejects.toMatchObject({ code: 'wechat_busy' })
    await expect(exchange.run('s', 'c')).rejects.toMatchObject({ code: 'wechat_busy' })
    expect(asked).toHaveLength(1)
    clock.now += 5000
    await expect(exchange.run('s', 'c')).rejects.toMatchObject({ code: 'wechat_busy' })
    expect(asked).toHaveLength(2)
  })

  it('is refused with a state that another code has used', async () => {
    const { exchange, asked } = createExchange()
    await exchange.run('s', 'c')
    await expect(exchange.run('s', 'other')).rejects.toMatchObject({ code: 'oauth_state_invalid' })
    expect(asked).toEqual(['c'])
  })

  it('is forgotten after ten minutes', async () => {
    const { exchange, asked, clock } = createExchange()
    await exchange.run('s', 'c')
    clock.now += 10 * 60_000
    await exchange.run('s', 'c')
    expect(asked).toHaveLength(2)
  })
})
