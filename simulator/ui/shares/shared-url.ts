import type { ShareTarget } from '../../bridge/record/state'

/** What WeChat adds to the address when a shared link is opened. */
export function sharedUrl(link: string, to: ShareTarget): string {
  const [address = '', ...hash] = link.split('#')
  const added = `from=${to === 'chat' ? 'singlemessage' : 'timeline'}&isappinstalled=0`
  // What an earlier share added is replaced; the rest stays byte for byte.
  const cleaned = address.replaceAll(/(?<=[?&])(?:from=(?:singlemessage|timeline)|isappinstalled=[01])(?:&|$)/g, '').replace(/[?&]$/, '')
  return [`${cleaned}${cleaned.includes('?') ? '&' : '?'}${added}`, ...hash].join('#')
}
