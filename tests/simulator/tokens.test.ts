import { describe, expect, it } from 'vitest'
import { openAccount } from './account'

const MINUTE = 60_000

describe('the stable token', () => {
  it('is the same for every caller, with the remainder of its life', async () => {
    const { clock, stableToken } = openAccount()
    const first = await stableToken()
    clock.now += 100 * MINUTE
    expect(first.expires_in).toBe(7200)
    expect(await stableToken()).toEqual({ access_token: first.access_token, expires_in: 1200 })
  })

  it('is a new one in its last five minutes, and then both work', async () => {
    const { clock, stableToken, ticket } = openAccount()
    const first = await stableToken()
    clock.now += 115 * MINUTE
    const second = await stableToken()
    expect(second.access_token).not.toBe(first.access_token)
    expect(second.expires_in).toBe(7200)
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 0 })
    expect(await ticket(second.access_token)).toMatchObject({ errcode: 0 })
    clock.now += 5 * MINUTE
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 42001 })
  })

  it('ends at once when a new one is forced', async () => {
    const { stableToken, ticket } = openAccount()
    const first = await stableToken()
    const forced = await stableToken({ force_refresh: true })
    expect(forced.access_token).not.toBe(first.access_token)
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 40001 })
  })

  it('can be forced every thirty seconds, twenty times a day', async () => {
    const { clock, stableToken } = openAccount()
    expect(await stableToken({ force_refresh: true })).not.toHaveProperty('errcode')
    clock.now += 29_000
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45011 })
    for (let forced = 1; forced < 20; forced++) {
      clock.now += 30_000
      expect(await stableToken({ force_refresh: true })).not.toHaveProperty('errcode')
    }
    clock.now += 30_000
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45009 })
    clock.now += 12 * 60 * MINUTE
    expect(await stableToken({ force_refresh: true })).not.toHaveProperty('errcode')
  })
})

describe('the classic token', () => {
  it('is a new one each time, and the one before works for five more minutes', async () => {
    const { clock, classicToken, ticket } = openAccount()
    const first = await classicToken()
    const second = await classicToken()
    expect(second.access_token).not.toBe(first.access_token)
    clock.now += 5 * MINUTE - 1
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 0 })
    clock.now += 1
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 40001 })
    expect(await ticket(second.access_token)).toMatchObject({ errcode: 0 })
  })

  it('leaves the stable token alone', async () => {
    const { clock, classicToken, stableToken, ticket } = openAccount()
    const stable = await stableToken()
    await classicToken()
    clock.now += 10 * MINUTE
    expect(await ticket(stable.access_token)).toMatchObject({ errcode: 0 })
  })

  it('is given two thousand times between two midnights in Beijing', async () => {
    const { clock, classicToken } = openAccount({ dailyQuota: { stable_token: 1, token: 2, getticket: 1 } })
    await classicToken()
    await classicToken()
    expect(await classicToken()).toMatchObject({ errcode: 45009 })
    clock.now += 12 * 60 * MINUTE - 1
    expect(await classicToken()).toMatchObject({ errcode: 45009 })
    clock.now += 1
    expect(await classicToken()).not.toHaveProperty('errcode')
    expect(openAccount().simulator.settings.dailyQuota.token).toBe(2000)
  })
})

describe('the jsapi ticket', () => {
  it('lives for two hours and is the same until its last five minutes', async () => {
    const { clock, stableToken, ticket } = openAccount()
    const { access_token } = await stableToken()
    const first = await ticket(access_token)
    expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
    clock.now += 100 * MINUTE
    expect(await ticket(access_token)).toMatchObject({ ticket: first.ticket, expires_in: 1200 })
    clock.now += 15 * MINUTE
    expect((await ticket(access_token)).ticket).not.toBe(first.ticket)
  })

  it('is a new one once the old one was ended by hand', async () => {
    const { simulator, stableToken, ticket } = openAccount()
    const { access_token } = await stableToken()
    const first = await ticket(access_token)
    simulator.expireTicket()
    expect((await ticket(access_token)).ticket).not.toBe(first.ticket)
  })

  it('is refused for a token that was revoked, has expired or was never given', async () => {
    const { simulator, stableToken, ticket } = openAccount({ tokenLifetimeSeconds: 600 })
    const first = await stableToken()
    simulator.revokeAccessToken()
    expect(await ticket(first.access_token)).toMatchObject({ errcode: 40001 })
    const second = await stableToken()
    expect(second.access_token).not.toBe(first.access_token)
    simulator.advanceClock(600_000)
    expect(await ticket(second.access_token)).toMatchObject({ errcode: 42001 })
    expect(await ticket('made-up')).toMatchObject({ errcode: 40001 })
  })

  it('has a life that can be set while the simulator runs', async () => {
    const { simulator, stableToken, ticket } = openAccount()
    simulator.settings.tokenLifetimeSeconds = 345
    simulator.settings.ticketLifetimeSeconds = 60
    const token = await stableToken()
    expect(token.expires_in).toBe(345)
    expect((await ticket(token.access_token)).expires_in).toBe(60)
  })
})
