import type { CheckId, Finding } from '../check'
import type { Params, Texts } from '../texts'

type Status = Finding['status']

/** What `--json` prints of a check. */
export interface CheckResult {
  id: CheckId
  status: Status
  /** Of the gravest problem. */
  code?: string
  /** What is wrong, and why it matters: a line for each problem. */
  message: string
  /** What to do, and where in the console. */
  fix?: string
}

const gravity: Status[] = ['failed', 'warning', 'ok', 'skipped']

/** A check's findings as one result, the gravest first. */
export function toResult(id: CheckId, findings: Finding[], texts: Texts): CheckResult {
  const sorted = findings.toSorted((a, b) => gravity.indexOf(a.status) - gravity.indexOf(b.status))
  const [gravest] = sorted
  if (!gravest)
    throw new Error(`The check ${id} found nothing.`)
  const fixes = sorted.map(finding => isProblem(finding) ? toFix(finding.text, finding.params, texts) : '').filter(Boolean)
  return {
    id,
    status: gravest.status,
    ...isProblem(gravest) && { code: gravest.code ?? gravest.text },
    message: sorted.map(finding => toMessage(finding, texts)).join('\n'),
    ...fixes.length > 0 && { fix: [...new Set(fixes)].join('\n') },
  }
}

function isProblem(finding: Finding): finding is Extract<Finding, { status: 'failed' | 'warning' }> {
  return finding.status === 'failed' || finding.status === 'warning'
}

function toMessage(finding: Finding, texts: Texts): string {
  if (!isProblem(finding))
    return fill(texts.notes[finding.text], finding.params, texts)
  const { what, why } = texts.problems[finding.text]
  return fill([what, why].join(texts.space), finding.params, texts)
}

function toFix(text: keyof Texts['problems'], params: Params | undefined, texts: Texts): string {
  const { fix, where } = texts.problems[text]
  return fill([fix, ...where ? [`${texts.where}${where}`] : []].join(texts.space), params, texts)
}

/** Puts the values into a text's `{names}`. A word of ours among them is taken from the texts too. */
function fill(text: string, params: Params = {}, texts: Texts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? ''
    return typeof value === 'object' ? texts.words[value.word] ?? value.otherwise ?? '' : String(value)
  }).replaceAll(/ {2,}/g, ' ').trimEnd()
}
