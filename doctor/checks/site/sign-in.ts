import type { WechatConfig } from '../../../server/http/config/schema'
import { failed, failedAs, found, skippedAfter, warning, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { parseObject, readCode } from '../../network/object'
import { NetworkFailure, tryRequest, type Network, type NetworkAnswer } from '../../network/request'
import { toHostProblem } from './origins'
import { toRoute } from './route'

/** A password with fewer different characters was typed, not made. */
const MIN_CHARACTERS = 8
/** WeChat's page tells others only to open WeChat. */
const WECHAT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x1800323d) NetType/WIFI Language/zh_CN'

/** Whether a sign-in begins: the password, the origin, and the address that WeChat is to return to. */
export async function checkSignIn({ config, site }: Known, { network, environment }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  const { sessionPassword, siteOrigin } = config
  if (!sessionPassword)
    return found({ status: 'skipped', text: 'sign_in_off' })
  if (!siteOrigin)
    return found(failedAs('sign_in_not_configured', 'sign_in_no_origin'))
  if (!site)
    return skippedAfter('site')
  const answer = await tryRequest(network, `${toRoute(siteOrigin, 'login', environment)}?scope=snsapi_base&redirect=%2F`)
  if (answer instanceof NetworkFailure)
    return found(toHostProblem(answer, new URL(siteOrigin).host))
  const problem = findWrongStart(answer, config) ?? await findRefusal(String(answer.headers.location), config, network)
  const weak = new Set(sessionPassword).size < MIN_CHARACTERS ? warning('password_weak') : undefined
  return found(problem ?? weak ?? { status: 'ok', text: 'sign_in', params: { host: new URL(siteOrigin).host } })
}

/** The browser must be sent to WeChat, and WeChat told to send it back here. */
function findWrongStart({ status, headers: { location = '' }, body }: NetworkAnswer, { appId, siteOrigin, openBase }: WechatConfig): Problem | undefined {
  const code = readCode(parseObject(body))
  if (code === 'sign_in_not_configured')
    return failedAs(code, 'sign_in_not_restarted')
  if (status !== 302 || !URL.canParse(location))
    return failed('sign_in_refused', { status })
  const target = new URL(location)
  // An app with another origin sends the browser there first.
  if (target.pathname.endsWith('/api/wx/login'))
    return failed('sign_in_other_origin', { origin: siteOrigin })
  const redirectUri = target.searchParams.get('redirect_uri') ?? ''
  if (!location.startsWith(`${openBase}/connect/oauth2/authorize?`) || target.searchParams.get('appid') !== appId)
    return failed('sign_in_other_target')
  return URL.canParse(redirectUri) && new URL(redirectUri).origin === siteOrigin ? undefined : failed('sign_in_other_origin', { origin: siteOrigin })
}

/** What WeChat's authorise page says against it, where it says so to a program. */
async function findRefusal(authorizeUrl: string, { siteOrigin }: WechatConfig, network: Network): Promise<Problem | undefined> {
  const page = await tryRequest(network, authorizeUrl.split('#')[0] ?? '', { 'user-agent': WECHAT, 'accept-language': 'zh-CN' })
  if (page instanceof NetworkFailure)
    return undefined
  const [, number] = /错误码\s*[:：]\s*(\d+)/.exec(page.body.toString('utf8')) ?? []
  if (number === '10003')
    return failed('sign_in_redirect_uri', { host: new URL(siteOrigin).host })
  return number === '10005' ? failed('sign_in_no_permission') : undefined
}
