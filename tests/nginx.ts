import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { findNginx } from '../scripts/requirements.mjs'
import { endWithTests } from './children'
import { certificate, key } from './fixtures/untrusted-certificate'
import { freePort } from './free-port'
import { prepareNginxFolder, type Place } from './nginx-folder'
import { sendRaw } from './raw-request'

export interface Nginx {
  /** By https. */
  url: string
  stop(): Promise<void>
}

/** A real nginx in front of an app, with the configuration of a README. */
export async function startNginx(appUrl: string, readme = 'README.md'): Promise<Nginx> {
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(await readText(readme)) ?? []
  const [port, plainPort] = [await freePort(), await freePort()]
  return run(block, port, [
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['http://127.0.0.1:3000', appUrl],
  ])
}

export interface DeployedNginx extends Nginx {
  /** By IPv6, where this machine {@link hasIpv6}. */
  urlOverIpv6: string
  /** By http. */
  plainUrl: string
  /** What it has logged of requests so far. */
  readLog(): Promise<string>
}

/** Containers often have none. */
export const hasIpv6 = Object.values(networkInterfaces()).flat().some(network => network?.address === '::1')

/** A real nginx with the files of `deploy/`, in front of these processes. */
export async function startDeployedNginx(...processes: string[]): Promise<DeployedNginx> {
  const [port, portOverIpv6, plainPort, plainPortOverIpv6] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const loopback = hasIpv6 ? '[::1]' : '127.0.0.1'
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-nginx-log-'))
  const servers = processes.map(url => `server ${new URL(url).host} max_fails=3 fail_timeout=5s;`)
  const nginx = await run(`${await readText('deploy/nginx-upstream.conf')}\n${await readText('deploy/nginx.conf')}`, port, [
    ['server 127.0.0.1:3001 max_fails=3 fail_timeout=5s;', servers.join('\n')],
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['listen [::]:443 ssl', `listen ${loopback}:${portOverIpv6} ssl`],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen [::]:80;', `listen ${loopback}:${plainPortOverIpv6};`],
    ['/var/log/nginx/access.log', `${folder}/access.log`],
  ])
  return {
    ...nginx,
    urlOverIpv6: `https://${loopback}:${portOverIpv6}`,
    plainUrl: `http://127.0.0.1:${plainPort}`,
    readLog: () => readFile(`${folder}/access.log`, 'utf8'),
    async stop() {
      await nginx.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const readText = (path: string) => readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')

async function run(written: string, port: number, places: Place[]): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'nuxt-wechat-nginx-'))
  await prepareNginxFolder(folder, written, places, { cert: certificate, key })
  const child = endWithTests(spawn(findNginx() ?? 'nginx', ['-p', folder, '-c', `${folder}/nginx.conf`, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'ignore'] }))
  const ended = new Promise(resolve => child.once('close', resolve))
  const url = `https://127.0.0.1:${port}`
  await vi.waitFor(() => sendRaw(url, '/api/wx/health', { Host: 'm.example.com' }), { timeout: 60_000 })
  return {
    url,
    async stop() {
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
