import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'

const children = new Set<ChildProcess>()

/** Has a process end with the test file (see `end-children.ts`), or with the test runner, though a test fails before it ends it. */
export function endWithTests<Child extends ChildProcess>(child: Child): Child {
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

/** What a process that was just started with pipes prints, and its exit code, once it has ended. */
export async function outcomeOf(child: ChildProcess): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const printed = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => printed.stdout += text)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => printed.stderr += text)
  const [code] = await once(child, 'close')
  return { code, ...printed }
}

export function endChildren(): void {
  for (const child of children)
    child.kill('SIGKILL')
}

process.once('exit', endChildren)
