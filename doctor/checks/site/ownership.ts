import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failed, found, problemsOr, skippedAfter, type Known, type Outcome, type Problem, type Surroundings } from '../../check'
import { NetworkFailure, tryRequest, type Network } from '../../network/request'
import { toHostProblem } from './origins'

interface OwnershipFile {
  name: string
  bytes: Buffer
}

/** WeChat's ownership file, byte for byte, at the public origin and at each JS domain that answers, in its folder where it has one. */
export async function checkOwnership({ config, openDomains }: Known, { folder, network }: Surroundings): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  const files = [...config.verifyCode.map(code => ({ name: `MP_verify_${code}.txt`, bytes: Buffer.from(code) })), ...listPublicFiles(folder)]
  if (files.length === 0)
    return found({ status: 'skipped', text: 'ownership_no_file' })
  // A domain that does not answer is in the check before this one.
  const places = new Set([...config.siteOrigin ? [config.siteOrigin] : [], ...openDomains ?? []])
  if (places.size === 0)
    return skippedAfter('domains')
  const problems: Problem[] = []
  for (const place of places) {
    for (const file of files)
      problems.push(...await examineFile(file, place, network))
  }
  return found(...problemsOr(problems, 'ownership', { hosts: [...places].map(toName).join(', ') }))
}

async function examineFile({ name, bytes }: OwnershipFile, place: string, network: Network): Promise<Problem[]> {
  const host = toName(place)
  const answer = await tryRequest(network, `${place}/${name}`)
  if (answer instanceof NetworkFailure)
    return [toHostProblem(answer, host)]
  const { status, body } = answer
  if (status >= 300 && status < 400)
    return [failed('ownership_redirected', { host, name })]
  if (status !== 200)
    return [failed('ownership_missing', { host, name, status })]
  return body.equals(bytes) ? [] : [failed('ownership_changed', { host, name, bytes: bytes.length, found: body.length })]
}

/** As the console has it: `m.example.com/shop`. */
function toName(place: string): string {
  return place.replace(/^https?:\/\//, '')
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
