import type { H3Event } from 'h3'
import { useNitroApp } from 'nitropack/runtime'
import type { WechatIdentity, WechatUser } from '../../../shared/wechat'

declare module 'nitropack/types' {
  interface NitroRuntimeHooks {
    /**
     * A user has signed in; the answer waits. What it returns is kept in the session, beside what WeChat told, and is sent to the browser.
     * What it throws refuses the sign-in.
     */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a listener gives nothing or `WechatUserFields`, now or later; hookable's types know `void` alone
    'wechat:signed-in': (signIn: { event: H3Event, user: WechatIdentity }) => any
    /** A user has signed out; the answer waits. */
    'wechat:signed-out': (signOut: { event: H3Event, user: WechatUser }) => void | Promise<void>
  }
}

/** Tells the app, and adds what it keeps of the user: the last listener's answer counts. WeChat's own words stand. */
export async function announceSignIn(event: H3Event, user: WechatIdentity): Promise<WechatUser> {
  // The types of hooks know no answer.
  const fields: unknown = await useNitroApp().hooks.callHook('wechat:signed-in', { event, user })
  return { ...Object(fields), ...user }
}

/** Tells the app. */
export async function announceSignOut(event: H3Event, user: WechatUser): Promise<void> {
  await useNitroApp().hooks.callHook('wechat:signed-out', { event, user })
}
