import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { endWithTests } from '../children'

const script = fileURLToPath(new URL('../../scripts/simulator.mjs', import.meta.url))

describe('npm run simulator', () => {
  it('starts WeChat\'s API alone and says what an app has to be told', { timeout: 20_000 }, async () => {
    const child = endWithTests(spawn(process.execPath, [script], { env: { PATH: process.env.PATH, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] }))
    try {
      let output = ''
      for await (const text of child.stdout.setEncoding('utf8')) {
        output += text
        if (output.includes('APP_SECRET'))
          break
      }
      const [base, appid, secret] = ['API_BASE', 'APP_ID', 'APP_SECRET'].map(name => new RegExp(`NUXT_WECHAT_${name}=(\\S+)`).exec(output)?.[1])
      const response = await fetch(`${base}/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`)
      expect(await response.json()).toMatchObject({ expires_in: 7200 })
    }
    finally {
      child.kill()
      await once(child, 'exit')
    }
  })

  it('says in a line which port it could not have', { timeout: 20_000 }, async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    // A TCP server's address is an AddressInfo; only pipes have a string.
    const { port } = holder.address() as AddressInfo
    const child = endWithTests(spawn(process.execPath, [script], { env: { PATH: process.env.PATH, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] }))
    let output = ''
    child.stderr.setEncoding('utf8').on('data', text => output += text)
    const [code] = await once(child, 'close')
    holder.close()
    expect(code).toBe(1)
    expect(output).toBe(`The simulator cannot listen on 127.0.0.1:${port} (EADDRINUSE). Choose another: PORT=9000 npm run simulator\n`)
  })
})
