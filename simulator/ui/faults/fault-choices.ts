import type { Fault } from '../../api/faults/faults'
import type { Texts } from '../texts'

/** The errcodes that WeChat is known to answer at these calls. */
export const errcodes = [
  -1, 40001, 40013, 40014, 40029, 40030, 40125, 40163, 40164, 40243, 41002, 41004, 41008,
  42001, 42002, 42003, 42007, 45009, 45011, 48001, 50002, 61024, 89503,
]

/** What can happen to the connection and the answer, with its words. */
export function networkFaults({ faults: words }: Texts): { fault: Fault, label: string }[] {
  return [
    { fault: { kind: 'timeout' }, label: words.timeout },
    { fault: { kind: 'delay', ms: 3000 }, label: words.delay },
    { fault: { kind: 'slow-body' }, label: words.slowBody },
    { fault: { kind: 'reset' }, label: words.reset },
    { fault: { kind: 'html' }, label: words.html },
    { fault: { kind: 'truncated' }, label: words.truncated },
    { fault: { kind: 'empty' }, label: words.empty },
    { fault: { kind: 'oversized' }, label: words.oversized },
    { fault: { kind: 'http-status', status: 502 }, label: words.httpStatus },
    { fault: { kind: 'redirect' }, label: words.redirect },
    ...[undefined, 0, -1, 'soon', 1e300].map((value): { fault: Fault, label: string } => ({ fault: { kind: 'expires-in', value }, label: `${words.expiresIn}: ${value ?? words.missing}` })),
  ]
}
