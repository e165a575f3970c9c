import { createSimulator, type SimulatorOptions } from '../../simulator/api/simulator'

export const BEIJING_NOON = Date.UTC(2026, 10, 23, 4)

/** An account whose clock the test moves, and its calls as an app would make them. */
export function openAccount(options: SimulatorOptions = {}) {
  const clock = { now: BEIJING_NOON }
  const simulator = createSimulator({ now: () => clock.now, ...options })
  const login = { grant_type: 'client_credential', appid: simulator.appId, secret: simulator.appSecret }

  async function send(method: string, path: string, query: Record<string, string>, body = '') {
    const { json } = await simulator.handle({ method, path, query: new URLSearchParams(query), body, ip: '203.0.113.7' })
    return json as Record<string, unknown>
  }

  return {
    clock,
    simulator,
    send,
    stableToken: (changed: Record<string, unknown> = {}) => send('POST', '/cgi-bin/stable_token', {}, JSON.stringify({ ...login, ...changed })),
    classicToken: (changed: Record<string, string> = {}) => send('GET', '/cgi-bin/token', { ...login, ...changed }),
    ticket: (token: unknown, type = 'jsapi') => send('GET', '/cgi-bin/ticket/getticket', { access_token: String(token), type }),
  }
}
