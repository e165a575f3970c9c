import { found, skippedAfter, warning, type Known, type Outcome } from '../../check'
import { openAccount, toProblem } from './account-client'

/** Whether WeChat gives this account an access token, to this machine. */
export async function checkToken({ config, account, isApiReached }: Known): Promise<Outcome> {
  if (!config)
    return skippedAfter('variables')
  if (!account || !isApiReached)
    return skippedAfter(account ? 'reach' : 'account')
  try {
    const { value: token } = await openAccount(config, account).fetchToken()
    const findings = config.tokenEndpoint === 'classic' ? [warning('token_classic')] : [{ status: 'ok', text: 'token' } as const]
    return { findings, known: { token } }
  }
  catch (error) {
    return found(toProblem(error, new URL(config.apiBase).host))
  }
}
