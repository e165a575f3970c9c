import { randomBytes } from 'node:crypto'
import { proveSite } from '../../../server/wechat'
import { failed, found, skippedAfter, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { parseObject, readCode, toObject } from '../../network/object'
import { NetworkFailure, tryRequest, type NetworkAnswer } from '../../network/request'
import { toHostProblem } from './origins'
import { toRoute } from './route'

/** Whether the public origin reaches this app, and the app knows by which address it was asked. */
export async function checkSite({ config, account }: Known, { network, environment }: Surroundings): Promise<Outcome> {
  if (!config || !account)
    return skippedAfter(config ? 'account' : 'variables')
  const { siteOrigin } = config
  if (!siteOrigin)
    return found({ status: 'skipped', text: 'site_unknown' })
  const { host } = new URL(siteOrigin)
  const nonce = randomBytes(24).toString('base64url')
  const answer = await tryRequest(network, `${toRoute(siteOrigin, 'health', environment)}?nonce=${nonce}`)
  if (answer instanceof NetworkFailure)
    return found(toHostProblem(answer, host))
  const health = parseObject(answer.body)
  const problem = findOtherApp(answer, health, host) ?? findOtherAccount(health, account.appSecret, nonce, host)
  if (problem)
    return found(problem)
  const wrongOrigin = findWrongOrigin(health, siteOrigin, environment.PORT, origin => proveSite(account.appSecret, nonce, origin))
  const { expiresInSeconds = 0 } = toObject(health.jsapiTicket)
  return {
    findings: [wrongOrigin ?? { status: 'ok', text: 'site', params: { host } }],
    known: { site: { origin: siteOrigin, ticketExpiresInSeconds: Number(expiresInSeconds) } },
  }
}

function findOtherApp({ status, headers }: NetworkAnswer, health: Record<string, unknown>, host: string): Problem | undefined {
  if (status >= 300 && status < 400)
    return failed('site_redirected', { host, target: toOrigin(headers.location, host) })
  if (health.status === 'not_configured' || readCode(health) === 'wechat_not_configured')
    return failed('site_not_configured', { host })
  if ('jsapiTicket' in health && 'storage' in health)
    return undefined
  return status >= 502 && status <= 504 ? failed('host_bad_gateway', { host, status }) : failed('site_other_app', { host, status })
}

function findOtherAccount({ proof }: Record<string, unknown>, appSecret: string, nonce: string, host: string): Problem | undefined {
  if (!proof)
    return failed('site_no_proof', { host })
  return toObject(proof).app === proveSite(appSecret, nonce) ? undefined : failed('site_other_account', { host })
}

/** The app's belief is not told but proved: it is guessed among those that proxies make. */
function findWrongOrigin({ proof }: Record<string, unknown>, siteOrigin: string, port = '3000', prove: (origin: string) => string): Problem | undefined {
  const { host, hostname, protocol } = new URL(siteOrigin)
  const hosts = [host, ...[hostname, 'localhost', '127.0.0.1', '[::1]', '0.0.0.0'].flatMap(name => [name, `${name}:${port}`, `${name}:3000`, `${name}:443`, `${name}:80`])]
  const guesses = hosts.flatMap(name => [protocol, 'https:', 'http:'].map(scheme => ({ name, scheme })))
  const guess = guesses.find(({ name, scheme }) => prove(`${scheme}//${name}`) === toObject(proof).origin)
  if (!guess)
    return failed('site_wrong_host', { host, found: { word: 'another_host' } })
  if (guess.name !== host)
    return failed('site_wrong_host', { host, found: guess.name })
  return guess.scheme === protocol ? undefined : failed('site_wrong_protocol', { host, found: guess.scheme.replace(':', ''), expected: protocol.replace(':', '') })
}

/** The origin of a `Location`: its path may hold anything. */
function toOrigin(location: string | undefined, host: string): string {
  const target = `${location}`
  return URL.canParse(target, `https://${host}`) ? new URL(target, `https://${host}`).origin : ''
}
