import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const entry = fileURLToPath(new URL('./bridge/main.ts', import.meta.url))

let bundled: Promise<string> | undefined

/** The bridge as one classic script, to run before any script of a page. Made once per process. */
export function bundleBridge(): Promise<string> {
  return bundled ??= bundle()
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2022', lib: { entry, name: 'wechatSimulatorBridge', formats: ['iife'] } },
  })
  const [first] = Array.isArray(result) ? result : [result]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (!chunk)
    throw new Error('The bridge was not bundled.')
  return chunk.code
}
