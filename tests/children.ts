import type { ChildProcess } from 'node:child_process'
import process from 'node:process'

const children = new Set<ChildProcess>()

/** Has a process end with the test file (see `end-children.ts`), or with the test runner, though a test fails before it ends it. */
export function endWithTests<Child extends ChildProcess>(child: Child): Child {
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

export function endChildren(): void {
  for (const child of children)
    child.kill('SIGKILL')
}

process.once('exit', endChildren)
