/**
 * Calls back when the address may have changed, once for all changes in a row.
 *
 * No event tells of `history.pushState`, so it is wrapped; only pages inside WeChat load this. `popstate` is the router's: it navigates then.
 */
export function onAddressChange(callback: () => void): void {
  let isQueued = false
  // Later, as the router, too, changes the address, twice in the middle of its work.
  const callSoon = () => {
    if (!isQueued)
      queueMicrotask(call)
    isQueued = true
  }
  const call = () => {
    isQueued = false
    callback()
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name]
    history[name] = function (this: History, ...args: Parameters<typeof change>) {
      change.apply(this, args)
      callSoon()
    }
  }
}

/** Calls back when the page comes out of the browser's back-forward cache. */
export function onPageRestored(callback: () => void): void {
  window.addEventListener('pageshow', ({ persisted }) => persisted && callback())
}
