// From a fresh clone, and from `npm i` in a bare app, to a card with an account: built, behind nginx with TLS, examined by the doctor. The simulator plays the account on a port of its own. See ../README.md.
import { execFile, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createJiti } from 'jiti'
import { findNginx } from '../../scripts/requirements.mjs'
import { launchChromium, openWechat } from '../../simulator/playwright-installed.mjs'
import { build, freePort, install, makeFolder, packLayer, startBuilt, startSimulator, writeApp } from '../bare-app.mjs'
import { describeRun, saveTable } from '../table.mjs'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const jiti = createJiti(import.meta.url)
const { createAuthority } = await jiti.import('../../tests/certificates.ts')
const { prepareNginxFolder } = await jiti.import('../../tests/nginx-folder.ts')

const work = await makeFolder('account')
const simulator = await startSimulator()
const browser = await launchChromium(['--ignore-certificate-errors'])
const lines = ['| from | installed | built | started, with nginx | the doctor is content | WeChat holds the card | all, s |', '|---|---:|---:|---:|---:|---:|---:|']
try {
  const clone = join(work.folder, 'clone')
  await run('git', ['clone', '--quiet', root, clone])
  lines.push(await measure('a fresh clone', clone, {
    install: () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, maxBuffer: 64 * 1024 * 1024 }),
    doctor: [join(clone, 'bin/nuxt-wechat.mjs')],
    page: '/articles/invalid-signature',
  }))
  const app = join(work.folder, 'app')
  const tarball = await packLayer(work.folder)
  await writeApp(app, { hasLayer: true, script: 'useWechatShare({ title: \'A card\', desc: \'of a bare app\' })' })
  // The app exists already: what counts begins with the layer.
  await install(app, 'nuxt@3.21', 'vue')
  lines.push(await measure('`npm i` in a bare Nuxt 3.21 app', app, { install: () => install(app, tarball), doctor: ['node_modules/nuxt-wechat/bin/nuxt-wechat.mjs'], page: '/' }))
}
finally {
  await browser.close()
  simulator.stop()
  await work.remove()
}
await saveTable('account', [describeRun(), '', ...lines])
process.exit(0)

/** @param {string} name @param {string} folder @param {{ install: () => Promise<unknown>, doctor: string[], page: string }} how */
async function measure(name, folder, how) {
  const times = [performance.now()]
  const step = async (done) => {
    const result = await done
    times.push(performance.now())
    return result
  }
  await step(how.install())
  await step(build(folder))
  const [port, appPort] = [await freePort(), await freePort()]
  const host = `localhost:${port}`
  const variables = { ...simulator.variables, NUXT_WECHAT_JS_DOMAINS: host, NUXT_WECHAT_SITE_ORIGIN: `https://${host}` }
  await writeFile(join(folder, '.env'), Object.entries(variables).map(([key, value]) => `${key}=${value}\n`).join(''))
  const { app, nginx, ca } = await step(serve(folder, variables, port, appPort))
  try {
    await step(run(process.execPath, [...how.doctor, 'doctor', '--json'], { cwd: folder, env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: ca } }))
    const { context, page, client } = await openWechat(browser, { platform: 'android', simulator: simulator.url, context: { ignoreHTTPSErrors: true } })
    await page.goto(`https://${host}${how.page}`)
    await step(client.waitFor(({ cards }) => Object.keys(cards).length > 0, { timeout: 60_000 }))
    await context.close()
  }
  finally {
    app.stop()
    nginx.kill()
  }
  const seconds = ms => (ms / 1000).toFixed(1)
  return `| ${[name, ...times.slice(1).map((time, index) => seconds(time - times[index])), seconds(times.at(-1) - times[0])].join(' | ')} |`
}

/** The built app, and nginx with the files of `deploy/` in front of it. */
async function serve(folder, variables, port, appPort) {
  const place = join(work.folder, `nginx-${port}`)
  const authority = createAuthority()
  const [upstream, site] = await Promise.all(['nginx-upstream.conf', 'nginx.conf'].map(file => readFile(join(root, 'deploy', file), 'utf8')))
  await prepareNginxFolder(place, `${upstream}\n${site}`, [
    ['127.0.0.1:3001', `127.0.0.1:${appPort}`],
    ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
    ['listen [::]:443 ssl http2;', ''],
    ['listen 80;', `listen 127.0.0.1:${await freePort()};`],
    ['listen [::]:80;', ''],
    ['m.example.com;', 'localhost;'],
    ['/var/log/nginx/access.log', `${place}/access.log`],
  ], authority.create({ hosts: ['localhost'] }))
  await writeFile(join(place, 'ca.pem'), authority.ca)
  const nginx = spawn(findNginx() ?? 'nginx', ['-p', place, '-c', join(place, 'nginx.conf'), '-e', 'stderr'], { stdio: 'ignore' })
  process.once('exit', () => nginx.kill())
  const app = await startBuilt(folder, { ...variables, PORT: String(appPort), NUXT_WECHAT_TRUSTED_PROXIES: '127.0.0.1' })
  return { app, nginx, ca: join(place, 'ca.pem') }
}
