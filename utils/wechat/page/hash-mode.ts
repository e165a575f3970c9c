import type { Router } from 'vue-router'
import { toShareLink } from '../url'

/** What we use of the router. It may be Nuxt's own small one, in an app without `pages/`. */
export type WechatRouter = Partial<Pick<Router, 'options' | 'currentRoute' | 'beforeEach' | 'resolve'>>

/** Whether the page is what stands behind the `#`. */
export function isHashMode(router: WechatRouter | undefined): boolean {
  return router?.options?.history?.base.includes('#') ?? false
}

/**
 * The path of this site, as its server knows it, that shows a route. In hash mode all routes have the same one, and differ in the hash.
 *
 * @param fullPath of the route, as the router has it.
 */
export function toSitePath(router: WechatRouter, fullPath: string): string {
  if (import.meta.server || !isHashMode(router) || fullPath.includes('#/'))
    return fullPath
  return `${toShareLink(window.location.pathname + window.location.search)}#${fullPath}`
}
