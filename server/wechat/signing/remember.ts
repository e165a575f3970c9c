/**
 * The same function, which remembers what it gave for the last texts that it was asked for: of requests most are alike.
 *
 * @param most of more texts than these the one that was asked for first is forgotten.
 */
export function remember<Result>(compute: (text: string) => Result, most = 100): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    const there = known.get(text)
    if (there !== undefined)
      return there
    const result = compute(text)
    const [oldest] = known.keys()
    if (known.size >= most && oldest !== undefined)
      known.delete(oldest)
    known.set(text, result)
    return result
  }
}
