import { defineNuxtRouteMiddleware, navigateTo, useCookie, useNuxtApp, useRouter, useWechatUser } from '#imports'
import { WechatAuthGate } from '#components'
import { toSitePath } from '../utils/wechat/page/hash-mode'
import { isInWechat } from '../utils/wechat/page/own-client'
import { isStoredPage } from '../utils/wechat/page/stored-page'
import { wechatLoginPath } from '../utils/wechat/login'

const ONE_MINUTE_IN_SECONDS = 60

/**
 * Lets signed-in users pass. Others are signed in silently inside WeChat, and come back; elsewhere `<WechatAuthGate>`, with a QR
 * code of the page, stands in the page's place. A page that is rendered for all visitors at once begins with an empty gate.
 *
 * @example
 * definePageMeta({ middleware: 'wechat-auth' })
 */
export default defineNuxtRouteMiddleware(async (to) => {
  const nuxtApp = useNuxtApp()
  const router = useRouter()
  // Where cookies are lost, each sign-in would be followed by the next: one a minute for a path, then a button. Read as text: Nuxt would
  // parse it as JSON, and log what it does not like.
  const tried = useCookie<string | null>('wechat-auth-tried', { maxAge: ONE_MINUTE_IN_SECONDS, sameSite: 'lax', decode: decodeURIComponent })
  const isStored = isStoredPage()
  const { loggedIn, error } = await useWechatUser()
  if (loggedIn.value) {
    if (tried.value)
      tried.value = null
    return
  }

  const path = to.path.slice(0, 200)
  if (isStored || !isInWechat() || tried.value === path || error.value) {
    // The page is neither shown nor set up. A copy: the router keeps the records for the next navigation.
    const [record] = to.matched
    Object.assign(to, { matched: [{ ...record, components: { default: WechatAuthGate } }] })
    return
  }

  tried.value = path
  const login = wechatLoginPath(toSitePath(router, to.fullPath), 'snsapi_base', nuxtApp.$config.app.baseURL)
  if (import.meta.server)
    return nuxtApp.runWithContext(() => navigateTo(login, { external: true, redirectCode: 302 }))
  window.location.assign(login)
  // The first page waits for the browser to leave; from another page we stay there so long.
  return nuxtApp.isHydrating ? new Promise<never>(() => {}) : false
})
