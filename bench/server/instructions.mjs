// How many instructions of the processor a request costs, by callgrind: the same on a busy machine as on a quiet one.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Callgrind finds a process by these. */
const names = { LOGNAME: 'bench', HOST: '127.0.0.1' }
/** V8 compiles what is called often; it has done so then. */
const WARM_REQUESTS = 15_000
const REQUESTS = 3000

export const hasCallgrind = await run('valgrind', ['--version']).then(() => true, () => false)

/**
 * @param {(command: string[], more: Record<string, string>) => Promise<{ pid: number, match: RegExpExecArray, stop: () => void }>} startServer starts it by this command instead of node
 * @param {(server: { match: RegExpExecArray }, amount: number) => Promise<unknown>} ask
 * @param {string} folder for what callgrind writes
 * @returns {Promise<number>} instructions a request
 */
export async function countInstructions(startServer, ask, folder) {
  const file = join(folder, `callgrind.${performance.now()}`)
  // One thread, as callgrind runs one at a time.
  const server = await startServer(['valgrind', '--tool=callgrind', '--smc-check=all-non-file', '--instr-atstart=no', `--callgrind-out-file=${file}`, process.execPath, '--single-threaded-gc'], names)
  try {
    const control = (...args) => run('callgrind_control', [...args, String(server.pid)], { env: { ...process.env, ...names } })
    await ask(server, WARM_REQUESTS)
    await control('-i', 'on')
    await ask(server, REQUESTS)
    await control('-d')
    const [, total = ''] = /^(?:totals|summary): (\d+)/m.exec(await readFile(`${file}.1`, 'utf8')) ?? []
    return Number(total) / REQUESTS
  }
  finally {
    server.stop()
  }
}
