const told = new Set<string>()

/** Tells the developer, once for each text. For development and builds alone: what it has told, all requests share. */
export function warnOnce(text: string): void {
  if (told.has(text))
    return
  told.add(text)
  console.warn(`[nuxt-wechat] ${text}`)
}
