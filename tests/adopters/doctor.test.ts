import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { checkIds } from '../../doctor/check'
import type { Report } from '../../doctor/examine'
import { startSimulator } from '../../simulator/standalone'
import { packLayer } from './bare-app'

const run = promisify(execFile)

it('the doctor of the installed package runs without a build, and without Nuxt, by the .env of the folder', async () => {
  const weChat = await startSimulator()
  onTestFinished(() => weChat.close())
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const { tarball } = await packLayer(folder)
  const env = { PATH: process.env.PATH, HOME: process.env.HOME }
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  await run('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps', tarball], { cwd: folder, env })
  const { appId, appSecret } = weChat.simulator
  await writeFile(join(folder, '.env'), `NUXT_WECHAT_APP_ID=${appId}\nNUXT_WECHAT_APP_SECRET=${appSecret}\nNUXT_WECHAT_API_BASE=${weChat.url}\n`)

  const { stdout } = await run('npx', ['--no-install', 'nuxt-wechat', 'doctor', '--json'], { cwd: folder, env })
  const report: Report = JSON.parse(stdout)
  expect(report.checks.map(({ id }) => id)).toEqual(checkIds)
  expect(report.checks.filter(({ status }) => status === 'ok').map(({ id }) => id)).toEqual(['variables', 'account', 'clock', 'reach', 'token', 'ticket', 'storage'])
  expect(report.ok).toBe(true)
})
