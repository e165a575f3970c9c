/** The layer's own copy of the JS-SDK, which `nuxt.config.ts` makes of the package `weixin-js-sdk`. */
declare module '#build/wechat-js-sdk.mjs' {
  const ownCopy: import('./sdk').WechatSdk
  export default ownCopy
}
