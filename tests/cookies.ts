import { send, type Answer } from './app'

/** A browser, as far as cookies and addresses go. */
export class CookieJar {
  readonly cookies = new Map<string, string>()

  /**
   * @param url the app's
   * @param host what the address bar shows
   */
  constructor(private readonly url: () => string, private readonly host = 'm.example.com') {}

  async go(path: string, { headers, ...options }: { method?: string, headers?: Record<string, string> } = {}): Promise<Answer> {
    const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await send(this.url(), path, { ...options, headers: { Host: this.host, Accept: 'application/json', Cookie, ...headers } })
    this.take(answer)
    return answer
  }

  take({ headers }: Answer): void {
    for (const text of headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? []
      if (value)
        this.cookies.set(name, value)
      else
        this.cookies.delete(name)
    }
  }

  /** Begins a sign-in; the state that WeChat will send back. */
  async begin(query = '', base = ''): Promise<string> {
    return stateOf(await this.go(`${base}/api/wx/login${query}`))
  }

  /** A copy of all cookies, as one who saw them may keep. */
  copy(): CookieJar {
    const copy = new CookieJar(this.url, this.host)
    for (const [name, value] of this.cookies)
      copy.cookies.set(name, value)
    return copy
  }
}

/** The state in the address of WeChat's page. */
export function stateOf({ headers }: Answer): string {
  return new URL(String(headers.location)).searchParams.get('state') ?? ''
}
