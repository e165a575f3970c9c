import { randomBytes } from 'node:crypto'
import { endpointNames, type Endpoint } from '../account/account'
import { type Answer, failure } from '../answers/errcodes'
import type { Params } from '../answers/request'
import type { Media } from '../media/media-store'
import { testUsers } from '../oauth/test-users'
import { type Parts, refusal, tokenProblem } from './parts'
import { routes } from './routes'

/** Addresses for documentation (RFC 5737): nothing is to be let in by them. */
const ADDRESSES = ['192.0.2.10', '192.0.2.11']
const CLEARED_A_MONTH = 10

const ok = (more: Answer = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...more })

export type AccountEndpoint = Extract<Endpoint, 'user_info' | 'media' | 'qrcode_create' | 'get_api_domain_ip' | 'callback_check' | 'clear_quota' | 'quota_get'>

/** The calls with the account's token that pages lead to. */
export function answerAccountCall(endpoint: AccountEndpoint, params: Params, parts: Parts): Answer | Media {
  const problem = tokenProblem(params, parts)
  if (problem)
    return problem
  // Used-up quotas must not keep the call from working that gives them back.
  const refused = endpoint === 'clear_quota' ? undefined : refusal(endpoint, parts)
  if (refused)
    return refused
  switch (endpoint) {
    case 'user_info':
      return userInfo(params, parts)
    case 'media':
      return params.media_id ? findMedia(String(params.media_id), parts) : failure(41006)
    case 'qrcode_create':
      return createCode(params)
    case 'get_api_domain_ip':
      return { ip_list: ADDRESSES }
    case 'callback_check':
      return checkCallback(params)
    case 'clear_quota':
      return clearQuota(params, parts)
    case 'quota_get':
      return readQuota(params, parts)
  }
}

/** Whether a user follows the account; no name and no picture since 2021. */
function userInfo({ openid }: Params, { now }: Parts): Answer {
  if (!openid)
    return failure(41009)
  const user = testUsers.find(one => one.openid === openid)
  if (!user)
    return failure(40003)
  if (!user.follows)
    return { subscribe: 0, openid }
  return { subscribe: 1, openid, language: 'zh_CN', subscribe_time: Math.floor(now() / 1000) - 86_400, unionid: user.unionid, remark: '', groupid: 0, tagid_list: [], subscribe_scene: 'ADD_SCENE_QR_CODE', qr_scene: 0, qr_scene_str: '' }
}

/** A file; of a video WeChat tells only where it is. */
function findMedia(id: string, { media }: Parts): Answer | Media {
  const found = media.find(id)
  if (!found)
    return failure(40007)
  return found.type.startsWith('video/') ? { video_url: `http://mp.weixin.qq.com/mp/mp/video?__biz=simulator&mid=${id}` } : found
}

/** The scene and for how long it counts, by `action_name`: with text or a number, for a time or for ever. */
const scenes: Record<string, { key: 'scene_id' | 'scene_str', isTemporary: boolean, isScene: (scene: unknown) => boolean }> = {
  QR_SCENE: { key: 'scene_id', isTemporary: true, isScene: isNumberUpTo(2 ** 32 - 1) },
  QR_STR_SCENE: { key: 'scene_str', isTemporary: true, isScene: isShortText },
  QR_LIMIT_SCENE: { key: 'scene_id', isTemporary: false, isScene: isNumberUpTo(100_000) },
  QR_LIMIT_STR_SCENE: { key: 'scene_str', isTemporary: false, isScene: isShortText },
}
const CODE_SECONDS = { default: 60, most: 2_592_000 }

/** A parametric QR code of the account: `url` is what it says, and the ticket fetches it as a picture. */
function createCode({ action_name: name, action_info: info, expire_seconds: seconds = CODE_SECONDS.default }: Params): Answer {
  const kind = Object.hasOwn(scenes, String(name)) ? scenes[String(name)] : undefined
  if (!kind?.isScene(Object(Object(info).scene)[kind.key]))
    return failure(40097)
  if (kind.isTemporary && !(Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) <= CODE_SECONDS.most))
    return failure(40097)
  return {
    ticket: `gQ${randomBytes(60).toString('base64')}`,
    ...kind.isTemporary && { expire_seconds: seconds },
    url: `http://weixin.qq.com/q/02${randomBytes(15).toString('base64url')}`,
  }
}

function isNumberUpTo(most: number) {
  return (scene: unknown) => Number.isInteger(scene) && Number(scene) >= 1 && Number(scene) <= most
}

function isShortText(scene: unknown): boolean {
  return typeof scene === 'string' && scene.length >= 1 && scene.length <= 64
}

function checkCallback({ action, check_operator: operator = 'DEFAULT' }: Params): Answer {
  if (!['dns', 'ping', 'all'].includes(String(action)))
    return failure(40202)
  if (!['CHINANET', 'UNICOM', 'CAP', 'DEFAULT'].includes(String(operator)))
    return failure(40203)
  return {
    ...action !== 'ping' && { dns: ADDRESSES.map(ip => ({ ip, real_operator: 'UNICOM' })) },
    ...action !== 'dns' && { ping: ADDRESSES.map(ip => ({ ip, from_operator: 'UNICOM', package_loss: '0%', time: '20.000ms' })) },
  }
}

function clearQuota({ appid }: Params, { account, counters }: Parts): Answer {
  if (!appid)
    return failure(41002)
  if (appid !== account.appId)
    return failure(40013)
  if (!counters.takeInMonth('clear_quota', CLEARED_A_MONTH))
    return failure(48006)
  counters.clear(endpointNames)
  return ok()
}

function readQuota({ cgi_path: path }: Params, { account: { settings }, counters }: Parts): Answer {
  const route = Object.hasOwn(routes, String(path)) ? routes[String(path)] : undefined
  if (!route)
    return failure(76021)
  const limit = settings.dailyQuota[route.endpoint] ?? 0
  const used = counters.count(route.endpoint)
  return ok({ quota: { daily_limit: limit, used, remain: Math.max(limit - used, 0) } })
}
