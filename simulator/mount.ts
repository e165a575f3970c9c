/** Where the simulator lives inside the app. */
export const MOUNT = '/__wechat'
