import { getCurrentInstance, getCurrentScope, onActivated, onDeactivated, onMounted, onScopeDispose } from 'vue'
import { useRouter } from '#imports'

/** Whether a composable was called where it belongs to the first render: in setup, or in an effect scope. */
export function isInSetup(): boolean {
  const instance = getCurrentInstance()
  return instance ? !instance.isMounted : getCurrentScope() !== undefined
}

interface Stay {
  /** The caller has come onto the page, or back onto it. May be called twice in a row, as `leave`. */
  enter: () => void
  leave: () => void
  /** The caller will not come back. */
  end?: () => void
}

/**
 * Calls `enter` when the caller comes onto the page, and `leave` when it goes. Works wherever a page calls it: in setup and inside
 * `onMounted` it lasts as long as the component, and is away while that is kept alive; in an effect scope as long as the scope;
 * after an `await` or in an event handler, where Vue tells no component, until the route's path changes.
 */
export function whileOnPage({ enter, leave, end }: Stay): void {
  const instance = getCurrentInstance()
  const go = () => {
    leave()
    end?.()
  }
  if (instance) {
    if (instance.isMounted)
      enter()
    else
      onMounted(enter)
    onActivated(enter)
    onDeactivated(leave)
    onScopeDispose(go)
  }
  else {
    enter()
    if (getCurrentScope())
      onScopeDispose(go)
    else
      onceRouteChanges(go)
  }
}

function onceRouteChanges(go: () => void): void {
  const stop = useRouter().afterEach((to, from) => {
    if (to.path === from.path)
      return
    stop()
    go()
  })
}
