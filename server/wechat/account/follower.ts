import type { AccountCall } from './account-calls'

/** How long an answer counts. */
const KEPT_MS = 60_000
/** A user more makes the oldest answer go. */
const MAX_USERS = 10_000

/**
 * Tells whether a user follows the account. WeChat is asked once a minute for each.
 *
 * @see https://developers.weixin.qq.com/doc/offiaccount/User_Management/Get_users_basic_information_UnionID.html
 */
export function createIsFollower(call: AccountCall, now: () => number): (openid: string) => Promise<boolean> {
  const answers = new Map<string, { isFollower: Promise<boolean>, askedAt: number }>()

  return (openid) => {
    const known = answers.get(openid)
    if (known && now() < known.askedAt + KEPT_MS)
      return known.isFollower
    const isFollower = call<{ subscribe?: unknown }>('/cgi-bin/user/info', { query: { openid, lang: 'zh_CN' } }).then(({ subscribe }) => Number(subscribe) === 1)
    answers.delete(openid)
    answers.set(openid, { isFollower, askedAt: now() })
    isFollower.catch(() => answers.delete(openid))
    const [oldest = openid] = answers.keys()
    if (answers.size > MAX_USERS)
      answers.delete(oldest)
    return isFollower
  }
}
