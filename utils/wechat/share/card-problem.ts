import type { CompleteShareData } from '../url'

/** Why WeChat would not show this card, with the fix; `undefined` where it would, as far as a page can tell. */
export function findCardProblem({ title, link, imgUrl }: CompleteShareData): string | undefined {
  if (!String(title ?? '').trim())
    return 'The card has no title: give it one.'
  if (!/^https?:\/\//i.test(link))
    return 'The card\'s link is no http(s) address: leave it out, or give a page of this site.'
  if (imgUrl && !/^https?:\/\//i.test(imgUrl))
    return 'The card\'s imgUrl is no http(s) address: WeChat loads the picture by itself, so put it into public/, or import it with ?no-inline.'
  if (/^[^?#]*\.svgz?(?:[?#]|$)/i.test(imgUrl))
    return 'The card\'s imgUrl is an SVG, which WeChat does not show: give a PNG or JPEG.'
  return undefined
}
