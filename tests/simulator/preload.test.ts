import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type StandaloneSimulator } from '../../simulator/standalone'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
let weChat: StandaloneSimulator

beforeAll(async () => {
  weChat = await startSimulator()
})
afterAll(() => weChat.close())

/** Runs a program that knows WeChat's own addresses alone, with the preload as the package exports it. */
async function runProgram(program: string, url = weChat.url): Promise<string> {
  const { appId, appSecret } = weChat.simulator
  const { stdout } = await run(process.execPath, ['--import', 'nuxt-wechat/simulator', '--input-type=module', '-e', program], { cwd: root, env: { PATH: process.env.PATH, WECHAT_SIMULATOR_URL: url, ID: appId, SECRET: appSecret } })
  return stdout
}

const TOKEN = '`https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=${process.env.ID}&secret=${process.env.SECRET}`'

describe('a program that has https://api.weixin.qq.com built in', () => {
  it.each([
    ['fetch', `console.log(await (await fetch(${TOKEN})).text())`],
    ['node:https', `import https from 'node:https'; https.get(${TOKEN}, res => res.pipe(process.stdout))`],
    ['an agent that keeps connections', `import https from 'node:https'; import { once } from 'node:events'; const agent = new https.Agent({ keepAlive: true }); for (const last of [false, true]) { const [res] = await once(https.get(${TOKEN}, { agent }), 'response'); let text = ''; for await (const chunk of res) text += chunk; if (last) console.log(text) } agent.destroy()`],
  ])('gets a token of the simulator by %s', async (_name, program) => {
    expect(JSON.parse(await runProgram(program))).toEqual({ access_token: expect.any(String), expires_in: 7200 })
    expect(weChat.simulator.calls.at(-1)).toMatchObject({ endpoint: 'token' })
  })

  it('reaches other hosts as before', async () => {
    const program = `import { createServer } from 'node:http'; const server = createServer((req, res) => res.end(req.headers.host)).listen(0, '127.0.0.1', async () => { console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text()); server.closeAllConnections(); server.close() })`
    expect(await runProgram(program)).toMatch(/^127\.0\.0\.1:\d+\n$/)
  })

  it('is told which address the variable takes where it is none', async () => {
    await expect(runProgram('', 'simulator')).rejects.toThrow('WECHAT_SIMULATOR_URL takes the address that "npx nuxt-wechat simulator" prints')
  })
})
