/** Where processes tell each other which sign-ins are under way, and how they ended. */
export interface ExchangeBoard {
  /**
   * What is under this key. Where nothing is, `note` is from now on, for so many milliseconds, and the answer is `undefined`:
   * of two processes that try together one gets it. Rejects where nobody can tell.
   */
  claim(key: string, note: string, lifeMs: number): Promise<string | undefined>
  /** Puts a note in place of what is under this key. */
  post(key: string, note: string, lifeMs: number): Promise<void>
}
