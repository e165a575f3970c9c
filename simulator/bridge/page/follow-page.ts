import type { Recorder } from '../record/recorder'

/** Keeps the state's URL and title those of the page, whatever its router does. */
export function followPage(recorder: Recorder): void {
  const follow = () => {
    const { state } = recorder
    const { title } = document
    if (state.url === location.href && state.title === title)
      return
    state.url = location.href
    state.title = title
    recorder.changed()
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name]
    history[name] = (...args) => {
      change.apply(history, args)
      follow()
    }
  }
  window.addEventListener('popstate', follow)
  window.addEventListener('hashchange', follow)
  window.addEventListener('load', follow)
  new MutationObserver(follow).observe(document, { childList: true, subtree: true, characterData: true })
}
