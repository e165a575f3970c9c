import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CheckId } from '../../../doctor/check'
import type { Report } from '../../../doctor/examine'
import type { StandaloneSimulator } from '../../../simulator/standalone'

export const SECRET = 'canarycanarycanarycanarycanary99'

/** The variables of an account that the simulator plays, with a page at m.example.com. */
export function healthyEnvironment({ url, simulator }: StandaloneSimulator): Record<string, string> {
  return {
    NUXT_WECHAT_APP_ID: simulator.appId,
    NUXT_WECHAT_APP_SECRET: SECRET,
    NUXT_WECHAT_API_BASE: url,
    NUXT_WECHAT_OPEN_BASE: url,
    NUXT_WECHAT_JS_DOMAINS: 'm.example.com',
    NUXT_WECHAT_VERIFY_CODE: 'Code42',
  }
}

/** A folder of this test alone, with a `.env` where its text is given. */
export function makeFolder(env?: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'nuxt-wechat-doctor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (env !== undefined)
    writeFileSync(join(folder, '.env'), env)
  return folder
}

/** What each check came to: its status, with the code where there is one. */
export function outcomes({ checks }: Report): Partial<Record<CheckId, string>> {
  return Object.fromEntries(checks.map(({ id, status, code }) => [id, code ? `${status}: ${code}` : status]))
}

/** The checks from here on, all skipped. */
export function skipped(...ids: CheckId[]): Partial<Record<CheckId, string>> {
  return Object.fromEntries(ids.map(id => [id, 'skipped']))
}
