/** Made by the module when the app is built. */
declare module '#wechat-simulator/bridge' {
  export const script: string
}
