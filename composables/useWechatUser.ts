import { setResponseHeader } from 'h3'
import { computed } from 'vue'
import { navigateTo, useAsyncData, useNuxtApp, useRequestEvent, useRequestFetch, useRouter, useState } from '#imports'
import type { WechatErrorData, WechatUser } from '../shared/wechat'
import { WechatSdkError } from '../utils/wechat/error'
import { wechatLoginPath, type WechatScope } from '../utils/wechat/login'
import { toSitePath } from '../utils/wechat/page/hash-mode'
import { isInMiniProgram } from '../utils/wechat/page/own-client'
import { isStoredPage, onceHydrated } from '../utils/wechat/page/stored-page'

export type { WechatScope, WechatUser }

export interface WechatLoginOptions {
  /** @default 'snsapi_userinfo' */
  scope?: WechatScope
  /** Where to come back to: a path of this site; in hash mode a route. @default the current page */
  redirect?: string
}

/** Why the user is not known; without a `code` the server was not reached at all. */
export type WechatUserError = Partial<WechatErrorData>

interface Visit {
  user: WechatUser | null
  error?: WechatUserError
}

/**
 * The user, as WeChat's web sign-in told: the same for all callers, and in the first HTML already. A page that is rendered for all visitors
 * at once (`prerender`, `swr`, `isr`) is about none: there the browser asks once the page is hydrated, and `pending` is true until then.
 *
 * `user` is `null` for who is signed out, while `pending`, and where the server cannot tell; then `error` says why. In a
 * component `await` is optional: the server waits either way, and with `await` a page that is opened later waits too.
 * `login` leaves the page for WeChat. Sign-in works inside WeChat only.
 *
 * @example
 * const { user, login, logout } = useWechatUser()
 */
export function useWechatUser() {
  const visit = useState<Visit | null>('wechat-user', () => null)
  const router = useRouter()
  const nuxtApp = useNuxtApp()
  const ask = useRequestFetch()
  const event = useRequestEvent()
  const isStored = isStoredPage()

  // The answer goes to `visit`, which outlives the component; this is the one request, and what makes the server wait.
  const asking = useAsyncData('wechat-user', async () => {
    // Read before the request: a sign-out meanwhile stands.
    const before = visit.value
    const answer = await ask<WechatUser>('/api/wx/user', { retry: 0 }).then((user): Visit => ({ user }), toVisit)
    if (visit.value === before)
      visit.value = answer
    return true
  }, { immediate: !visit.value && !isStored, dedupe: 'defer' })

  if (import.meta.client && isStored && !visit.value)
    onceHydrated(() => void asking.refresh())

  // A page about one user must not be cached for others.
  if (import.meta.server && event && !isStored && !event.node.res.headersSent)
    setResponseHeader(event, 'Cache-Control', 'private, no-store')

  const user = computed(() => visit.value?.user ?? null)

  /** Goes to WeChat, and comes back signed in. Rejects in a mini program, where WeChat has no web sign-in. */
  async function login({ scope, redirect = router.currentRoute.value.fullPath }: WechatLoginOptions = {}): Promise<void> {
    if (import.meta.client && isInMiniProgram())
      throw new WechatSdkError('login', 'login:unsupported', { hint: 'In a mini program sign in by its own wx.login.' })
    const path = wechatLoginPath(toSitePath(router, redirect), scope, nuxtApp.$config.app.baseURL)
    if (import.meta.server)
      await nuxtApp.runWithContext(() => navigateTo(path, { external: true }))
    else
      // Not `navigateTo`: it ends the app, which a browser may yet bring back from its cache when the user goes back.
      window.location.assign(path)
  }

  /** Signs out of this site. Rejects where the server does not answer; then the user is still signed in. */
  async function logout(): Promise<void> {
    await ask('/api/wx/logout', { method: 'POST', retry: 0 })
    visit.value = { user: null }
  }

  /** Asks the server again. */
  async function refresh(): Promise<void> {
    await asking.refresh()
  }

  /** Whether the user who is signed in follows the account. Rejects where no user is, and where the account may not ask; `data.data.code` says which. */
  async function isFollower(): Promise<boolean> {
    const { subscribed } = await ask<{ subscribed: boolean }>('/api/wx/follower', { retry: 0 })
    return subscribed
  }

  const result = {
    user,
    loggedIn: computed(() => user.value !== null),
    pending: computed(() => !visit.value || asking.status.value === 'pending'),
    error: computed(() => visit.value?.error),
    login,
    logout,
    refresh,
    isFollower,
  }
  return Object.assign(asking.then(() => result), result)
}

function toVisit(reason: unknown): Visit {
  const data = toWechatErrorData(reason)
  return data.code === 'signed_out' ? { user: null } : { user: null, error: data }
}

/** `FetchError.data` is the body, whose own `data` is ours. */
function toWechatErrorData(reason: unknown): WechatUserError {
  const { data } = Object(Object(Object(reason).data))
  const { code, hint, errcode } = Object(data)
  return { code, hint, errcode }
}
