import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { copyCheckout } from './bare-app'

/** A GitHub that has one repository, this one. */
export interface GitHost {
  /** Makes Nuxt take `github:…` from here. */
  env: Record<string, string>
  stop(): void
}

/** @param folder an empty one, for what is handed out and what Nuxt keeps of it. */
export async function startGitHost(folder: string): Promise<GitHost> {
  await copyCheckout(join(folder, 'nuxt-wechat'))
  const archive = join(folder, 'nuxt-wechat.tar.gz')
  await promisify(execFile)('tar', ['czf', archive, '-C', folder, 'nuxt-wechat'])
  const body = await readFile(archive)
  const server = createServer(({ method }, response) => void response.end(method === 'HEAD' ? undefined : body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    env: { GIGET_GITHUB_URL: `http://127.0.0.1:${port}`, XDG_CACHE_HOME: join(folder, 'cache') },
    stop: () => void server.close(),
  }
}
