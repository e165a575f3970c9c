import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { createError, setResponseStatus } from 'h3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, type Component } from 'vue'
import { clearNuxtState, useNuxtApp, useRouter, useState, useWechatUser } from '#imports'
import { WechatAuthGate } from '#components'
import { wechatLoginPath } from '../../utils/wechat/login'
import wechatAuth from '../../middleware/wechat-auth'
import type { WechatUser } from '../../shared/wechat'
import { settle } from './bridge'

const LI: WechatUser = { openid: 'oLi', nickname: '李', headimgurl: 'https://thirdwx.qlogo.cn/li', scope: 'snsapi_userinfo' }
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

/** The server: who it says is there, or what it refuses with; how often it was asked, and how it answers a sign-out. */
let visitor: WechatUser | { statusCode: number, code: string, hint: string }
let canSignOut = true
const asked = vi.fn()

registerEndpoint('/api/wx/user', () => {
  asked()
  if ('openid' in visitor)
    return visitor
  const { statusCode, ...data } = visitor
  throw createError({ statusCode, data })
})
registerEndpoint('/api/wx/logout', {
  method: 'POST',
  handler(event) {
    if (!canSignOut)
      throw createError({ statusCode: 403, data: { code: 'cross_site', hint: '' } })
    visitor = signedOut
    setResponseStatus(event, 204)
    return null
  },
})

const signedOut = { statusCode: 401, code: 'signed_out', hint: 'Go to /api/wx/login.' }
const notConfigured = { statusCode: 503, code: 'sign_in_not_configured', hint: 'Set NUXT_SESSION_PASSWORD.' }

const ends: (() => void)[] = []
let leaveFor: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  visitor = LI
  canSignOut = true
  asked.mockClear()
  clearNuxtState(['wechat-user', 'in-wechat'])
  leaveFor = vi.spyOn(window.location, 'assign').mockReturnValue()
  document.cookie = 'wechat-auth-tried=; Max-Age=0; Path=/'
})

afterEach(async () => {
  ends.splice(0).forEach(end => end())
  await settle()
  vi.restoreAllMocks()
})

/** Opens a page that uses the composable, and gives what it got. */
async function open({ awaits = true, route = '/' } = {}) {
  let visit: Awaited<ReturnType<typeof useWechatUser>> | undefined
  const page = await mountSuspended(defineComponent({
    async setup() {
      const asking = useWechatUser()
      visit = asking
      if (awaits)
        await asking
      const { user } = asking
      return () => h('p', user.value?.nickname ?? 'nobody')
    },
  }), { route })
  ends.push(() => page.unmount())
  if (!visit)
    throw new Error('The page was not set up.')
  return { page, ...visit }
}

describe('useWechatUser()', () => {
  it('awaited, is filled', async () => {
    const { user, loggedIn, error, pending } = await open()
    expect([user.value, loggedIn.value, error.value, pending.value]).toEqual([LI, true, undefined, false])
  })

  it('not awaited, is empty and pending, and then fills', async () => {
    const { page, user, pending } = await open({ awaits: false })
    expect([user.value, pending.value, page.text()]).toEqual([null, true, 'nobody'])
    await expect.poll(() => page.text()).toBe('李')
    expect(pending.value).toBe(false)
  })

  it('asks the server once, for all that ask together and all that come later', async () => {
    const [first] = await Promise.all([open(), open()])
    first.page.unmount()
    await settle()
    expect((await open({ awaits: false })).user.value).toEqual(LI)
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('does not ask for what the server has filled in', async () => {
    useState('wechat-user').value = { user: LI }
    expect((await open()).user.value).toEqual(LI)
    expect(asked).not.toHaveBeenCalled()
  })

  it('takes a 401 for signed out, which is no error', async () => {
    const log = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    visitor = signedOut
    const { user, loggedIn, error, pending } = await open()
    expect([user.value, loggedIn.value, error.value, pending.value]).toEqual([null, false, undefined, false])
    log.forEach(spy => expect(spy).not.toHaveBeenCalled())
  })

  it('says what the server refused with, and does not throw', async () => {
    visitor = notConfigured
    const { user, error } = await open()
    expect(user.value).toBeNull()
    expect(error.value).toMatchObject({ code: 'sign_in_not_configured', hint: 'Set NUXT_SESSION_PASSWORD.' })
  })

  it('asks again by refresh()', async () => {
    visitor = notConfigured
    const { page, user, error, refresh } = await open()
    visitor = LI
    await refresh()
    expect([user.value, error.value, page.text()]).toEqual([LI, undefined, '李'])
  })

  it('signs all out by logout()', async () => {
    const [first, second] = await Promise.all([open(), open()])
    await first.logout()
    await settle()
    expect([first.user.value, second.loggedIn.value, second.page.text()]).toEqual([null, false, 'nobody'])
    expect(visitor).toBe(signedOut)
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('stays signed in where the sign-out was refused', async () => {
    canSignOut = false
    const { logout, user } = await open()
    await expect(logout()).rejects.toMatchObject({ statusCode: 403 })
    expect(user.value).toEqual(LI)
  })

  it('stays signed out, whatever an older question is answered', async () => {
    const { logout, refresh, user } = await open()
    const older = refresh()
    await logout()
    await older
    expect(user.value).toBeNull()
  })
})

describe('login()', () => {
  it('leaves for WeChat with name and picture, and comes back to this page', async () => {
    const { login } = await open({ route: '/articles?from=a&to=b#top' })
    await login()
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('/api/wx/login?scope=snsapi_userinfo&redirect=%2Farticles%3Ffrom%3Da%26to%3Db%23top')
  })

  it('goes silently, and comes back elsewhere, where it is told to', async () => {
    const { login } = await open()
    await login({ scope: 'snsapi_base', redirect: '/member?tab=1' })
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('/api/wx/login?scope=snsapi_base&redirect=%2Fmember%3Ftab%3D1')
  })

  it('has an address that any link can have', () => {
    expect(wechatLoginPath('/a&b=c')).toBe('/api/wx/login?scope=snsapi_userinfo&redirect=%2Fa%26b%3Dc')
  })
})

/** Goes to a page that the middleware guards, and tells what it decides. */
async function guard(path: string) {
  const router = useRouter()
  const { name, ...rest } = router.resolve(path)
  const to = { ...rest, name: name ?? undefined }
  const decision = await useNuxtApp().runWithContext(() => wechatAuth(to, router.currentRoute.value))
  return { decision, isGate: to.matched[0]?.components?.default === WechatAuthGate }
}

describe('the middleware wechat-auth', () => {
  it('lets a signed-in visitor pass', async () => {
    expect(await guard('/device')).toEqual({ decision: undefined, isGate: false })
    expect(leaveFor).not.toHaveBeenCalled()
  })

  it('inside WeChat signs in silently, and stays on the page before so long', async () => {
    visitor = signedOut
    expect(await guard('/device?tab=1')).toEqual({ decision: false, isGate: false })
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('/api/wx/login?scope=snsapi_base&redirect=%2Fdevice%3Ftab%3D1')
  })

  it('tries once a minute for a path, then shows a button in the page\'s place', async () => {
    visitor = signedOut
    await guard('/device?tab=1')
    await settle()
    expect(await guard('/device?tab=2')).toEqual({ decision: undefined, isGate: true })
    expect((await guard('/articles')).decision).toBe(false)
    expect(leaveFor).toHaveBeenCalledTimes(2)
  })

  it('forgets its tries once the visitor is signed in', async () => {
    visitor = signedOut
    await guard('/device')
    await settle()
    expect(document.cookie).toContain('wechat-auth-tried=')
    useState('wechat-user').value = { user: LI }
    await guard('/device')
    await settle()
    expect(document.cookie).not.toContain('wechat-auth-tried=')
  })

  it('outside WeChat shows the way into it in the page\'s place', async () => {
    visitor = signedOut
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(SAFARI)
    expect(await guard('/device')).toEqual({ decision: undefined, isGate: true })
    expect(leaveFor).not.toHaveBeenCalled()
  })

  it('leaves no page for a sign-in that cannot work', async () => {
    visitor = notConfigured
    expect(await guard('/device')).toEqual({ decision: undefined, isGate: true })
    expect(leaveFor).not.toHaveBeenCalled()
  })
})

async function show(component: Component, route = '/profile') {
  const page = await mountSuspended(component, { route })
  ends.push(() => page.unmount())
  await settle()
  return page
}

describe('what stands in a guarded page\'s place', () => {
  it('outside WeChat is the page\'s QR code, with its address in words, and nothing that search engines keep', async () => {
    visitor = signedOut
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(SAFARI)
    const gate = await show(WechatAuthGate, '/device?tab=1')
    const url = `${location.origin}/device?tab=1`
    expect(gate.get('[role=img]').attributes('aria-label')).toContain(url)
    expect(gate.get('[role=img]').find('svg').exists()).toBe(true)
    expect(gate.text()).toContain(url)
    expect(document.head.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex')
  })

  it('inside WeChat is a button that signs in', async () => {
    visitor = signedOut
    const gate = await show(WechatAuthGate, '/device?tab=1')
    expect(gate.find('[role=img]').exists()).toBe(false)
    await gate.get('button').trigger('click')
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('/api/wx/login?scope=snsapi_base&redirect=%2Fdevice%3Ftab%3D1')
  })
})
