import { describe, expect, it } from 'vitest'
import { sign } from '../../simulator/api/signature/signature'
import { openAccount } from './account'

function openConsole() {
  const account = openAccount()
  return {
    ...account,
    state: (since?: number) => account.send('GET', '/control/state', since === undefined ? {} : { since: String(since) }),
    act: (action: string, body: unknown = {}) => account.send('POST', `/control/${action}`, {}, JSON.stringify(body)),
  }
}

describe('the console', () => {
  it('shows token, ticket, remaining life, counters and calls, and no secret', async () => {
    const { clock, simulator, stableToken, ticket, state } = openConsole()
    expect(await state()).toMatchObject({ appId: simulator.appId, calls: [], faults: [] })
    const { access_token } = await stableToken()
    const { ticket: value } = await ticket(access_token)
    clock.now += 60_000
    const shown = await state()
    expect(shown).toMatchObject({
      now: clock.now,
      stableToken: { value: `${String(access_token).slice(0, 4)}…(136)`, remainingSeconds: 7140 },
      jsapiTicket: { remainingSeconds: 7140 },
      calls: [{ id: 1, endpoint: 'stable_token' }, { id: 2, endpoint: 'getticket', answer: { errcode: 0, expires_in: 7200 } }],
    })
    expect(shown.counters).toContainEqual({ endpoint: 'stable_token', calls: 1, counted: 1, quota: 500_000 })
    for (const secret of [access_token, value, simulator.appSecret])
      expect(JSON.stringify(shown)).not.toContain(secret)
    expect(await state(1)).toMatchObject({ calls: [{ id: 2 }] })
  })

  it('changes the settings of the account, one by one, and back', async () => {
    const { act, stableToken } = openConsole()
    await act('settings', { allowedIps: ['192.0.2.1'] })
    expect(await stableToken()).toMatchObject({ errcode: 40164 })
    await act('settings', { allowedIps: null, tokenLifetimeSeconds: 60 })
    expect(await stableToken()).toMatchObject({ expires_in: 60 })
  })

  it.each([
    ['settings', { tokenLifetimeSeconds: 0 }],
    ['settings', { allowedIps: ['home'] }],
    ['settings', { jsDomains: ['https://example.com/'] }],
    ['settings', { colour: 'red' }],
    ['fault', { endpoint: 'all', fault: { kind: 'earthquake' } }],
    ['fault', { endpoint: 'menu', fault: { kind: 'reset' } }],
    ['advance-clock', { ms: -1 }],
    ['fault', { endpoint: 'all', fault: { kind: 'redirect', location: '/a\nb' } }],
    ['explain', { url: 'https://example.com/' }],
    ['restore', { settings: {}, faults: [], moments: [{ action: 'sleep' }] }],
  ])('refuses %s with %j and says what is wrong', async (action, body) => {
    const { simulator, state, act } = openConsole()
    const { status } = await simulator.handle({ method: 'POST', path: `/control/${action}`, query: new URLSearchParams(), body: JSON.stringify(body), ip: '' })
    expect(status).toBe(400)
    expect(await act(action, body)).toEqual({ message: expect.stringMatching(/.+: .+/) })
    expect(await state()).toMatchObject({ faults: [], settings: { tokenLifetimeSeconds: 7200 } })
  })

  it('keeps a fault until it is switched off', async () => {
    const { act, stableToken } = openConsole()
    expect(await act('fault', { endpoint: 'stable_token', fault: { kind: 'errcode', errcode: 45009 } }))
      .toMatchObject({ faults: [{ endpoint: 'stable_token', fault: { kind: 'errcode', errcode: 45009 } }] })
    for (let call = 0; call < 3; call++)
      expect(await stableToken()).toMatchObject({ errcode: 45009 })
    await act('fault', { endpoint: 'stable_token', fault: null })
    expect(await stableToken()).toHaveProperty('access_token')
    await act('fault', { endpoint: 'all', fault: { kind: 'errcode', errcode: -1 } })
    await act('clear-faults')
    expect(await stableToken()).toHaveProperty('access_token')
  })

  it('revokes the token, expires the ticket and runs the clock on', async () => {
    const { act, stableToken, ticket } = openConsole()
    const { access_token } = await stableToken()
    await act('revoke-token')
    expect(await ticket(access_token)).toMatchObject({ errcode: 40001 })
    const next = await stableToken()
    expect(next.access_token).not.toBe(access_token)
    const first = await ticket(next.access_token)
    await act('expire-ticket')
    expect((await ticket(next.access_token)).ticket).not.toBe(first.ticket)
    await act('advance-clock', { ms: 7_200_000 })
    expect(await ticket(next.access_token)).toMatchObject({ errcode: 42001 })
  })

  it('answers 405 to a GET that would change something, and 404 to what it does not know', async () => {
    const { simulator } = openConsole()
    const ask = (method: string, action: string) => simulator.handle({ method, path: `/control/${action}`, query: new URLSearchParams(), body: '', ip: '' })
    expect(await ask('GET', 'revoke-token')).toMatchObject({ status: 405 })
    expect(await ask('POST', 'state')).toMatchObject({ status: 405 })
    expect(await ask('POST', 'nonsense')).toMatchObject({ status: 404 })
  })

  it('restores a situation, whatever was before', async () => {
    const { act, stableToken } = openConsole()
    const { access_token } = await stableToken()
    await act('settings', { tokenLifetimeSeconds: 60 })
    await act('fault', { endpoint: 'getticket', fault: { kind: 'reset' } })
    const restored = await act('restore', { settings: { jsDomains: ['e.com'] }, faults: [{ endpoint: 'auth', fault: { kind: 'html' } }], moments: [{ action: 'revoke-token' }] })
    expect(restored).toMatchObject({ settings: { tokenLifetimeSeconds: 7200, jsDomains: ['e.com'] }, faults: [{ endpoint: 'auth', fault: { kind: 'html' } }] })
    expect((await stableToken()).access_token).not.toBe(access_token)
  })

  it('explains a signature of any system whose ticket is given', async () => {
    const { act } = openConsole()
    const values = { nonceStr: 'n', timestamp: '1414587457', ticket: 'a-ticket-of-theirs' }
    const pasted = { url: 'https://example.com/p?a=1#here', noncestr: 'n', timestamp: 1414587457, ticket: values.ticket }
    expect(await act('explain', { ...pasted, signature: sign({ ...values, url: 'https://example.com/p?a=1' }) })).toMatchObject({ cause: 'right' })
    expect(await act('explain', { ...pasted, signature: sign({ ...values, url: pasted.url }) })).toMatchObject({ cause: 'hash' })
    expect(await act('explain', { ...pasted, signature: 'nothing' })).toMatchObject({ cause: 'unknown' })
  })

  it('explains what was pasted with spaces around it', async () => {
    const { act } = openConsole()
    const values = { url: 'https://example.com/', noncestr: 'n', timestamp: '1414587457', ticket: 'a-ticket-of-theirs' }
    const signature = sign({ ...values, nonceStr: values.noncestr })
    const spaced = Object.fromEntries(Object.entries({ ...values, signature }).map(([name, value]) => [name, ` ${value}\n`]))
    expect(await act('explain', spaced)).toMatchObject({ cause: 'right' })
  })

  it('takes an expired ticket or an access token for no ticket because it was pasted as one', async () => {
    const { act, stableToken, ticket } = openConsole()
    const { access_token } = await stableToken()
    const { ticket: old } = await ticket(access_token)
    await act('expire-ticket')
    const explain = (value: string) => {
      const values = { url: 'https://example.com/', timestamp: '1414587457', ticket: value }
      return act('explain', { ...values, noncestr: 'n', signature: sign({ ...values, nonceStr: 'n' }) })
    }
    expect(await explain(String(old))).toMatchObject({ cause: 'expired-ticket' })
    expect(await explain(String(access_token))).toMatchObject({ cause: 'access-token' })
  })
})
