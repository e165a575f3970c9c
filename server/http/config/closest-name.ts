/** The known name with the fewest letters to change, add or drop; `undefined` where more than a third of it would have to be. */
export function findClosestName(name: string, known: Iterable<string>): string | undefined {
  const distanceOf = (one: string) => countEdits(toLetters(name), toLetters(one))
  const [closest = ''] = [...known].sort((a, b) => distanceOf(a) - distanceOf(b))
  return distanceOf(closest) <= toLetters(closest).length / 3 ? closest : undefined
}

/** What tells our names apart: without the prefix that all have, or nearly, and without underscores. */
function toLetters(name: string): string {
  return name.replace(/^NUXT_(?:PUBLIC_)?(?:WECHAT_)?/, '').replaceAll('_', '')
}

/** Levenshtein's distance, row by row. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    row = row.reduce<number[]>((next, above, column) => {
      const [left = Infinity, before = Infinity] = [next[column - 1], row[column - 1]]
      return [...next, column === 0 ? index + 1 : Math.min(left + 1, above + 1, before + Number(letter !== to[column - 1]))]
    }, [])
  }
  return row[to.length] ?? 0
}
