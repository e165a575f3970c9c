import { useNuxtApp, useRequestEvent, useState } from '#imports'

/**
 * Whether this page is rendered to be kept for all visitors, or hydrated as such: it is prerendered, or its route has `swr`, `isr` or
 * `cache`. It must hold nothing of one visitor.
 */
export function isStoredPage(): boolean {
  const isStored = useState<boolean | undefined>('wechat-stored')
  if (import.meta.server && isStoredByServer())
    isStored.value = true
  return Boolean(isStored.value) && (import.meta.server || Boolean(useNuxtApp().isHydrating))
}

function isStoredByServer(): boolean {
  const { cache, _nitro } = useRequestEvent()?.context ?? {}
  const { cache: cacheRule, isr, prerender } = _nitro?.routeRules ?? {}
  // Development neither prerenders nor caches; a rule is followed all the same, so that a page looks there as it will.
  return Boolean(import.meta.prerender || cache || cacheRule || isr || prerender)
}

/** Runs this once the page is hydrated. */
export function onceHydrated(run: () => void): void {
  useNuxtApp().hooks.hookOnce('app:suspense:resolve', run)
}
