import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failed, found, problemsOr, skippedAfter, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { NetworkFailure, tryRequest, type Network } from '../../network/request'
import { toHostProblem } from './origins'

interface OwnershipFile {
  name: string
  bytes: Buffer
}

/** WeChat's ownership file, byte for byte, at the public origin and at each JS domain that answers. */
export async function checkOwnership({ config, openDomains }: Known, { folder, network }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  const files = [...config.verifyCode.map(code => ({ name: `MP_verify_${code}.txt`, bytes: Buffer.from(code) })), ...listPublicFiles(folder)]
  if (files.length === 0)
    return found({ status: 'skipped', text: 'ownership_no_file' })
  // A domain that does not answer is in the check before this one.
  const origins = new Set([...config.siteOrigin ? [config.siteOrigin] : [], ...openDomains ?? []])
  if (origins.size === 0)
    return skippedAfter('domains')
  const problems: Problem[] = []
  for (const origin of origins) {
    for (const file of files)
      problems.push(...await examineFile(file, origin, network))
  }
  return found(...problemsOr(problems, 'ownership', { hosts: [...origins].map(origin => new URL(origin).host).join(', ') }))
}

async function examineFile({ name, bytes }: OwnershipFile, origin: string, network: Network): Promise<Problem[]> {
  const { host } = new URL(origin)
  const answer = await tryRequest(network, `${origin}/${name}`)
  if (answer instanceof NetworkFailure)
    return [toHostProblem(answer, host)]
  const { status, body } = answer
  if (status >= 300 && status < 400)
    return [failed('ownership_redirected', { host, name })]
  if (status !== 200)
    return [failed('ownership_missing', { host, name, status })]
  return body.equals(bytes) ? [] : [failed('ownership_changed', { host, name, bytes: bytes.length, found: body.length })]
}

/** Where an app has WeChat's file itself among its public ones. */
function listPublicFiles(folder: string): OwnershipFile[] {
  const base = join(folder, 'public')
  try {
    return readdirSync(base).filter(name => /^MP_verify_\w+\.txt$/.test(name)).map(name => ({ name, bytes: readFileSync(join(base, name)) }))
  }
  catch {
    return []
  }
}
