// Asks for signatures at a constant rate, whether or not the answers come (open loop), so that a pause is felt by all who would
// have come in it. Keeps, for each: when it was due, how long it took from then on, and the status (0: no answer).
//
//   node bench/soak/load.mjs RATE SECONDS FILE URL…     RATE 0: as fast as 64 at a time go (closed loop)
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import process from 'node:process'

const [rateText, secondsText, file = '', ...urls] = process.argv.slice(2)
const [rate, seconds] = [Number(rateText), Number(secondsText)]
const PATH = '/api/wx/config?url=https%3A%2F%2Fexample.com%2F'
const TICK_MS = 5
const AT_A_TIME = 64
const LONGEST_MS = 20_000
/** As nginx and cloud load balancers do. */
const KEEP_IDLE_MS = 60_000

const agents = urls.map(() => new Agent({ keepAlive: true, maxSockets: 64, timeout: KEEP_IDLE_MS }))
const targets = urls.map(url => new URL(url))
/** Three numbers each. */
const room = new Float64Array(3 * Math.ceil((rate || 20_000) * seconds * 1.05))
let kept = 0
let open = 0
let asked = 0

/** @param {number} dueAt milliseconds, of `performance` */
function ask(dueAt) {
  const index = asked++ % urls.length
  const { hostname, port } = targets[index] ?? {}
  open += 1
  return new Promise((resolve) => {
    const end = (/** @type {number} */ status) => {
      open -= 1
      if (kept + 3 <= room.length)
        room.set([performance.timeOrigin + dueAt, performance.now() - dueAt, status], kept)
      kept += 3
      resolve(undefined)
    }
    get({ hostname, port, path: PATH, agent: agents[index], timeout: LONGEST_MS }, (res) => {
      res.resume().once('end', () => end(res.statusCode ?? 0))
    }).once('error', (error) => {
      console.error(`No answer: ${error.message}`)
      end(0)
    }).once('timeout', function () {
      this.destroy()
    })
  })
}

const startedAt = performance.now()
const endAt = startedAt + seconds * 1000

if (rate === 0) {
  await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
    while (performance.now() < endAt)
      await ask(performance.now())
  }))
}
else {
  let due = 0
  while (performance.now() < endAt) {
    if (open > rate * LONGEST_MS / 1000)
      throw new Error(`${open} pages wait: the machine does not keep this pace.`)
    while (startedAt + due * 1000 / rate <= performance.now())
      void ask(startedAt + due++ * 1000 / rate)
    await new Promise(resolve => setTimeout(resolve, TICK_MS))
  }
  while (open > 0)
    await new Promise(resolve => setTimeout(resolve, 50))
}

writeFileSync(file, new Uint8Array(room.buffer, 0, Math.min(kept, room.length) * 8))
for (const agent of agents)
  agent.destroy()
if (process.stdout.writableLength > 0)
  await once(process.stdout, 'drain')
