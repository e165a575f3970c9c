/** The part of an address that is signed, byte for byte. In a file of its own: the plugin, which each page loads, needs no more of an address. */
export function withoutHash(href: string): string {
  const start = href.indexOf('#')
  return start < 0 ? href : href.slice(0, start)
}
