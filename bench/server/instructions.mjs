// How many instructions of the processor a request costs, by callgrind: the same on a busy machine as on a quiet one.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { median } from '../table.mjs'

const run = promisify(execFile)
/** Callgrind finds a process by these. */
const names = { LOGNAME: 'bench', HOST: '127.0.0.1' }
/** V8 compiles what is called often; it has done so then. */
const WARM_REQUESTS = 20_000
/** In some of them V8 compiles a function anew. */
const PARTS = 5
const REQUESTS = 3000
/** With more the counts swing. */
const CONNECTIONS = 16

export const hasCallgrind = await run('valgrind', ['--version']).then(() => true, () => false)

/**
 * @param {(command: string[], more: Record<string, string>) => Promise<{ pid: number, match: RegExpExecArray, stop: () => void }>} startServer starts it by this command instead of node
 * @param {(server: { match: RegExpExecArray }, options: { connections: number, duration: number }) => import('node:events').EventEmitter & { stop: () => void }} startLoad asks until it is stopped, by
 *   the same connections all the time: V8 drops compiled code with those that it was compiled for
 * @param {string} folder for what callgrind writes
 * @returns {Promise<number>} instructions a request
 */
export async function countInstructions(startServer, startLoad, folder) {
  const file = join(folder, `callgrind.${performance.now()}`)
  // One thread, as callgrind runs one at a time.
  const server = await startServer(['valgrind', '--tool=callgrind', '--smc-check=all-non-file', '--instr-atstart=no', `--callgrind-out-file=${file}`, process.execPath, '--single-threaded-gc'], names)
  const load = startLoad(server, { connections: CONNECTIONS, duration: 600 })
  try {
    let answered = 0
    load.on('response', (_client, status) => answered += Number(status === 200))
    let isOver = false
    load.once('done', () => isOver = true)
    const answers = async (count) => {
      const end = answered + count
      while (answered < end && !isOver)
        await new Promise(resolve => setTimeout(resolve, 2))
      if (isOver)
        throw new Error(`${server.match[1]} did not answer often enough to be counted.`)
    }
    const control = (...args) => run('callgrind_control', [...args, String(server.pid)], { env: { ...process.env, ...names } })
    await answers(WARM_REQUESTS)
    await control('-i', 'on')
    const counts = []
    for (let part = 1; part <= PARTS; part++) {
      const before = answered
      await answers(REQUESTS)
      await control('-d')
      const requests = answered - before
      const [, total = ''] = /^(?:totals|summary): (\d+)/m.exec(await readFile(`${file}.${part}`, 'utf8')) ?? []
      counts.push(Number(total) / requests)
    }
    return median(counts)
  }
  finally {
    load.stop()
    server.stop()
  }
}
