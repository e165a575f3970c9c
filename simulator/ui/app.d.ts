/** The app's own root component. Made by the module. */
declare module '#build/wechat-simulator/app.mjs' {
  import type { Component } from 'vue'

  const App: Component
  export default App
}
