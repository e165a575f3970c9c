import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkIds } from '../../../doctor/check'
import { chooseLanguage } from '../../../doctor/output/language'
import { createLines } from '../../../doctor/output/lines'
import { texts } from '../../../doctor/texts'
import { startSimulator, type StandaloneSimulator } from '../../../simulator/standalone'
import { endWithTests, outcomeOf } from '../../children'
import { startSite, type TestSite } from '../../site'
import { healthyEnvironment, makeFolder, SECRET } from './account'

const command = fileURLToPath(new URL('../../../bin/nuxt-wechat.mjs', import.meta.url))

let weChat: StandaloneSimulator
let site: TestSite

beforeAll(async () => {
  weChat = await startSimulator({ appSecret: SECRET })
  site = await startSite()
})

afterAll(() => Promise.all([weChat.close(), site.close()]))

function start(args: string[], env: Record<string, string> = {}): ChildProcess {
  return endWithTests(spawn(process.execPath, [command, 'doctor', ...args], { cwd: makeFolder(), env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
}

const run = (args: string[], env?: Record<string, string>) => outcomeOf(start(args, env))

/** Without domains, so that nothing asks beyond this machine. */
function account(): Record<string, string> {
  return { ...healthyEnvironment(weChat), NUXT_WECHAT_JS_DOMAINS: '', NUXT_WECHAT_VERIFY_CODE: '' }
}

describe('nuxt-wechat doctor', () => {
  it('prints a line for each check in their order, without escape codes into a pipe, and ends with 0', async () => {
    const { code, stdout, stderr } = await run(['--lang', 'en'], account())
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n').slice(0, checkIds.length).map(line => line.split(' ')[0])).toEqual(checkIds)
    expect(stdout).toMatch(/\n7 ok, 5 skipped\n$/)
    expect(stdout).not.toContain('\u001B')
  })

  it('prints with --json the object and nothing else, and ends with 1 where a check failed', async () => {
    const { code, stdout, stderr } = await run(['--json'], { ...account(), NUXT_WECHAT_APP_ID: 'wx0000000000000001' })
    expect([code, stderr]).toEqual([1, ''])
    const report = JSON.parse(stdout)
    expect(Object.keys(report)).toEqual(['ok', 'checks'])
    expect(report.checks[4]).toEqual({ id: 'token', status: 'failed', code: 'wechat_appid_invalid', message: expect.any(String), fix: expect.stringContaining('developers.weixin.qq.com/platform') })
  })

  it.each([
    [['--lang', 'zh'], { LANG: 'en_US.UTF-8' }, '正常'],
    [['--lang', 'en'], { LC_ALL: 'zh_CN.UTF-8' }, 'ok'],
    [[], { LANG: 'zh_CN.UTF-8' }, '正常'],
    [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'ok'],
  ])('with %j and %j speaks that language', async (args, env, word) => {
    expect((await run(args, { ...env, NUXT_WECHAT_API_BASE: 'http://127.0.0.1:1' })).stdout).toMatch(new RegExp(`^variables … ${word}`))
  })

  it.each([
    [['--josn'], 'Unknown option \'--josn\'.'],
    [['--lang', 'fr'], '--lang is zh or en.'],
    [['--lang'], 'Option \'--lang <value>\' argument missing.'],
    [['--json=yes'], 'Option \'--json\' does not take an argument.'],
    [['now'], 'Unexpected argument \'now\'.'],
  ])('refuses %j in a line, and ends with 1', async (args, reason) => {
    expect(await run(args)).toEqual({ code: 1, stdout: '', stderr: `${reason} Try: nuxt-wechat doctor --help\n` })
  })

  it('prints its usage with --help', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: nuxt-wechat doctor'), stderr: '' })
  })

  it('ends at Ctrl-C, also while WeChat does not answer, without a trace', async () => {
    weChat.simulator.fault('all', { kind: 'timeout' })
    const child = start(['--lang', 'en'], account())
    let printed = ''
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => errors += text)
    for await (const text of child.stdout?.setEncoding('utf8') ?? []) {
      printed += text
      if (printed.includes('clock') && !child.killed)
        child.kill('SIGINT')
    }
    weChat.simulator.clearFaults()
    if (child.exitCode === null)
      await once(child, 'exit')
    expect([child.exitCode, errors]).toEqual([130, ''])
    expect(printed).toMatch(/clock {5}… \n$/)
  })

  it.each([[[]], [['--json']]])('prints no secret with %j, whatever variable it is in', async (format) => {
    const canary = 'canarycanarycanarycanarycanary99'
    const right = {
      ...account(),
      NUXT_SESSION_PASSWORD: `${canary}-password`,
      NUXT_WECHAT_PUSH_TOKEN: canary,
      NUXT_WECHAT_STORAGE: `redis://canaryuser:${canary}@127.0.0.1:1/0`,
      NUXT_WECHAT_API_BASE: weChat.url.replace('//', `//canaryuser:${canary}@`),
      NUXT_WECHAT_SITE_ORIGIN: `https://localhost:${site.port}`,
      NUXT_PUBLIC_WECHAT_SDK_URLS: canary,
    }
    const malformed = Object.fromEntries([...Object.keys(right), 'NUXT_WECHAT_JS_DOMAINS', 'NUXT_WECHAT_VERIFY_CODE', 'NUXT_WECHAT_OPEN_BASE', 'NUXT_WECHAT_RATE_LIMIT', 'NUXT_WECHAT_SHUTDOWN_DELAY', 'NUXT_WECHAT_METRICS_PATH', 'NUXT_WECHAT_TRUSTED_PROXIES', 'NUXT_WECHAT_TOKEN_ENDPOINT', 'NUXT_WECHAT_SIMULATOR', 'NUXT_WECHAT_APPSECRET'].map(name => [name, `"${canary} ，`]))
    const swapped = { ...account(), NUXT_WECHAT_APP_ID: 'ca0a1ca0a1ca0a1ca0a1ca0a1ca0a1ca', NUXT_WECHAT_APP_SECRET: 'wx0123456789abcde0' }
    for (const variables of [right, malformed, swapped]) {
      const { stdout, stderr } = await run(['--lang', 'en', ...format], variables)
      expect(stdout).toContain('sign_in')
      expect(stdout + stderr).not.toMatch(/canary|ca0a1c/)
    }
  })
})

describe('the language of the doctor', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'en-US', 'zh'],
    [{ LANG: 'zh' }, 'en-US', 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'zh-CN', 'en'],
    [{ LC_ALL: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, 'en-US', 'zh'],
    [{ LC_MESSAGES: 'zh_CN', LANG: 'en_US.UTF-8' }, 'en-US', 'zh'],
    [{ LANG: 'C.UTF-8' }, 'zh-CN', 'zh'],
    [{ LANG: 'POSIX' }, 'en-US', 'en'],
    [{}, 'zh-Hans-CN', 'zh'],
    [{}, 'de-DE', 'en'],
  ])('with %j on a system of %s is %s', (environment, systemLocale, language) => {
    expect(chooseLanguage(environment, systemLocale)).toBe(language)
  })
})

describe('the lines of the doctor', () => {
  it('name a check when it begins, and are coloured on a terminal that takes colours', () => {
    let printed = ''
    const lines = createLines({ write: text => printed += text, texts: texts.en, hasColour: true })
    lines.start('clock')
    expect(printed).toBe('clock     … ')
    lines.end({ id: 'clock', status: 'failed', code: 'clock_wrong', message: 'One.\nTwo.', fix: 'Set it.\nThen wait.' })
    expect(printed).toBe('clock     … \u001B[31mfailed\u001B[0m: clock_wrong\n  One.\n  Two.\n  → Set it.\n  → Then wait.\n')
  })
})
