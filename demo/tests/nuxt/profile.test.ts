import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { createError, setResponseStatus } from 'h3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { clearNuxtState } from '#imports'
import Profile from '../../../pages/profile.vue'

const LI = { openid: 'oLi', nickname: '李', headimgurl: 'https://thirdwx.qlogo.cn/li', scope: 'snsapi_userinfo' }
const signedOut = { statusCode: 401, code: 'signed_out', hint: 'Go to /api/wx/login.' }
const notConfigured = { statusCode: 503, code: 'sign_in_not_configured', hint: 'Set NUXT_SESSION_PASSWORD.' }

/** What the server answers: who is signed in, or what it refuses with. */
let answer: { openid: string, nickname?: string, scope: string } | { statusCode: number, code: string, hint: string }

registerEndpoint('/api/wx/user', () => {
  if ('openid' in answer)
    return answer
  const { statusCode, ...data } = answer
  throw createError({ statusCode, data })
})
registerEndpoint('/api/wx/logout', {
  method: 'POST',
  handler(event) {
    answer = signedOut
    setResponseStatus(event, 204)
    return null
  },
})

const ends: (() => void)[] = []
let leaveFor: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  answer = LI
  clearNuxtState(['wechat-user', 'in-wechat'])
  leaveFor = vi.spyOn(window.location, 'assign').mockReturnValue()
})

afterEach(() => {
  ends.splice(0).forEach(end => end())
  vi.restoreAllMocks()
})

async function show(component: Component) {
  const page = await mountSuspended(component, { route: '/profile' })
  ends.push(() => page.unmount())
  await expect.poll(() => page.find('[aria-busy=true]').exists()).toBe(false)
  return page
}

describe('the profile page', () => {
  const buttons = (page: Awaited<ReturnType<typeof show>>) => page.findAll('.ways button')

  it('offers both ways to who is signed out', async () => {
    answer = signedOut
    const page = await show(Profile)
    for (const button of buttons(page))
      await button.trigger('click')
    expect(leaveFor.mock.calls).toEqual([
      ['/api/wx/login?scope=snsapi_userinfo&redirect=%2Fprofile'],
      ['/api/wx/login?scope=snsapi_base&redirect=%2Fprofile'],
    ])
  })

  it('offers name and picture to who has signed in silently', async () => {
    answer = { openid: 'oLi', scope: 'snsapi_base' }
    const page = await show(Profile)
    expect(page.text()).toContain('oLi')
    expect(page.get('img').attributes('src')).toBe('/avatar.svg')
    expect(buttons(page)).toHaveLength(2)
    await buttons(page)[0]?.trigger('click')
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith('/api/wx/login?scope=snsapi_userinfo&redirect=%2Fprofile')
  })

  it('shows name and picture, a stand-in for a broken one, and signs out', async () => {
    const page = await show(Profile)
    expect(page.text()).toContain('李')
    expect(page.get('img').attributes()).toMatchObject({ src: LI.headimgurl, referrerpolicy: 'no-referrer' })
    await page.get('img').trigger('error')
    expect(page.get('img').attributes('src')).toBe('/avatar.svg')
    await buttons(page)[0]?.trigger('click')
    await expect.poll(() => page.text()).not.toContain('李')
    expect(answer).toBe(signedOut)
  })

  it('names the variables that are missing', async () => {
    answer = notConfigured
    const page = await show(Profile)
    expect(page.get('code').text()).toBe('NUXT_SESSION_PASSWORD')
    expect(buttons(page)).toHaveLength(0)
  })

  it('has no word about the answer in its card', async () => {
    await show(Profile)
    const card = [...document.head.querySelectorAll('meta[property^="og:"]')].map(meta => meta.getAttribute('content')).join()
    expect(card).toContain('/profile')
    expect(card).not.toMatch(/李|oLi|qlogo/)
  })
})
