const QUERY = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi
const ALWAYS = '(min-width: 0px)'
const NEVER = '(max-width: 0px)'

/** A media query with its question for the colour scheme answered. */
function answered(media: string, theme: string): string {
  return media.replaceAll(QUERY, (_, asked: string) => asked.toLowerCase() === theme ? ALWAYS : NEVER)
}

/**
 * Makes the page look as on a phone in this theme. Browsers offer it to their own tools alone, so it is done in the page:
 * in its media queries, in its style sheets (of its own origin) and in what it draws by itself.
 */
export function pretendTheme(theme: 'light' | 'dark'): void {
  const { matchMedia } = window
  window.matchMedia = query => matchMedia.call(window, answered(query, theme))

  const own = new CSSStyleSheet()
  own.replaceSync(`:root { color-scheme: ${theme} !important }`)
  document.adoptedStyleSheets.push(own)

  const rewrite = () => [...document.styleSheets].forEach(sheet => rewriteSheet(sheet, theme))
  new MutationObserver(rewrite).observe(document, { childList: true, subtree: true, characterData: true })
  document.addEventListener('load', event => event.target instanceof HTMLLinkElement && rewrite(), true)
}

function rewriteSheet(sheet: CSSStyleSheet, theme: string): void {
  rewriteMedia(sheet.media, theme)
  try {
    rewriteRules(sheet.cssRules, theme)
  }
  catch {
    // A style sheet of another origin cannot be read.
  }
}

function rewriteRules(rules: CSSRuleList, theme: string): void {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule)
      rewriteMedia(rule.media, theme)
    if (rule instanceof CSSGroupingRule)
      rewriteRules(rule.cssRules, theme)
  }
}

function rewriteMedia(media: MediaList, theme: string): void {
  const text = answered(media.mediaText, theme)
  if (text !== media.mediaText)
    media.mediaText = text
}
