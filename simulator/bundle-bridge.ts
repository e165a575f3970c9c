import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('./bridge/main.ts', import.meta.url))

let bundled: Promise<string> | undefined

/** The bridge as one classic script, to run before any script of a page. Made once per process. */
export function bundleBridge(): Promise<string> {
  return bundled ??= bundle()
}

async function bundle(): Promise<string> {
  const { outputFiles: [script] } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    // No tsconfig.json of the project around it.
    tsconfigRaw: {},
    logLevel: 'silent',
  })
  if (!script)
    throw new Error('esbuild returned no script for the bridge.')
  return script.text
}
