/**
 * Calls `enter` when the component comes onto the page, also when it comes back from keep-alive, and `leave` when it goes.
 * `enter` may be called twice in a row. Without a component it is called at once, and `leave` with the effect scope's end.
 */
export function useWhileOnPage(enter: () => void, leave: () => void): void {
  if (getCurrentInstance()) {
    onMounted(enter)
    onActivated(enter)
    onDeactivated(leave)
  }
  else {
    enter()
  }
  onScopeDispose(leave)
}
