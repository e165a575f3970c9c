const REPORT = 'https://open.weixin.qq.com/sdk/report'

/** Keeps the JS-SDK from telling Tencent's statistics of a client that does not exist. */
export function silenceReport(): void {
  const src = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  if (!src?.set)
    return
  const { set } = src
  Object.defineProperty(HTMLImageElement.prototype, 'src', {
    ...src,
    set(this: HTMLImageElement, value: unknown) {
      if (!String(value).startsWith(REPORT))
        set.call(this, value)
    },
  })
}
