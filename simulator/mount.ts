/** Where the simulator lives inside the app, below `app.baseURL`. */
export const MOUNT = '/__wechat'

/** The same as a browser asks for it. */
export function toMountPath(baseURL: string): string {
  return baseURL.replace(/\/+$/, '') + MOUNT
}
