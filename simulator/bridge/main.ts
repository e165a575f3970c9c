import { MOUNT } from '../mount'
import { UserQuestions } from './calls/ask-user'
import { createBridge } from './bridge'
import { exposeControl, reportToParent } from './control'
import { answerByItself } from './calls/device'
import { followPage } from './page/follow-page'
import { type BridgeOptions, readOptions } from './client/options'
import { recordNavigation, recordRequests } from './page/page-requests'
import { Permissions, urlWithoutHash } from './calls/permissions'
import { Album } from './calls/pictures'
import { traitsOf } from './client/platforms'
import { Recorder } from './record/recorder'
import { Sharing } from './calls/share'
import { silenceReport } from './page/silence-report'
import { pretendTheme } from './page/theme'

// Runs before any script of the page: what is read here is the landing URL.
const options = readOptions(window)
if (options)
  openWebView(options)

function openWebView(options: BridgeOptions): void {
  const { language = 'zh_CN', theme, bridge: appears = 'at-once', verifyUrl = `${findMount()}/client/verify` } = options
  let { network = 'wifi' } = options
  const traits = traitsOf(options)
  const recorder = new Recorder(options, urlWithoutHash())

  pretend(navigator, 'userAgent', traits.userAgent)
  pretend(navigator, 'platform', traits.navigatorPlatform)
  if (window.parent !== window) {
    const tag = language.replace('_', '-')
    pretend(navigator, 'language', tag)
    pretend(navigator, 'languages', [tag])
  }
  if (theme)
    pretendTheme(theme)
  if (options.keepsCookies === false)
    pretend(document, 'cookie', '')
  if (options.view)
    beginSession(options.view)
  silenceReport()
  followPage(recorder)

  recordNavigation(recorder)
  const serverUrl = verifyUrl.replace(/\/client\/verify$/, '')
  const told = recordRequests(recorder, serverUrl, options.keepsCookies !== false)
  const permissions = new Permissions(recorder, traits, told, verifyUrl)
  const sharing = new Sharing(recorder, permissions, options.host === 'miniprogram' ? 'mini-program' : options.openedFrom === 'bare-link' ? 'link' : 'client')
  const album = new Album(traits.hidesPictures)
  const questions = new UserQuestions(recorder)
  const bridge = createBridge({
    recorder,
    traits,
    permissions,
    sharing,
    album,
    ask: options.asksUser ? questions.ask : answerByItself(album),
    network: () => network,
    server: (action, body) => askServer(`${serverUrl}/client/${action}`, body),
    oneUploadAtATime: options.oneUploadAtATime === true,
  })
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !options.forgetsOnReturn)
      return
    permissions.forget()
    sharing.forget()
  })

  exposeControl({
    get state() {
      return recorder.snapshot()
    },
    whenIdle: () => recorder.whenIdle(),
    subscribe: listener => recorder.subscribe(() => listener(recorder.snapshot())),
    tapShare: to => sharing.tap(to),
    lookAtShare: to => sharing.look(to),
    answer: (id, answer) => questions.answer(id, answer),
    get pictures() {
      return album.drawn
    },
    setNetwork: (changed) => {
      network = changed
      window.dispatchEvent(new Event(network === 'none' ? 'offline' : 'online'))
    },
    closeView: () => {
      recorder.state.viewing = undefined
      recorder.changed()
    },
  })
  reportToParent(recorder)

  const appear = () => {
    Object.defineProperty(window, 'WeixinJSBridge', { value: bridge, configurable: true, writable: true })
    if (options.host === 'miniprogram')
      Object.defineProperty(window, '__wxjs_environment', { value: 'miniprogram', configurable: true })
  }
  if (appears === 'at-once')
    appear()
  else if (appears !== 'never')
    void recorder.during(appearLate(appears.lateBy))

  async function appearLate(lateBy: number): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, lateBy))
    appear()
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }
}

/** Below the app's base, as the app's page asks for this script; a fixture of a test puts it in without an address. */
function findMount(): string {
  const { currentScript } = document
  return currentScript instanceof HTMLScriptElement && currentScript.src ? new URL(currentScript.src).pathname.replace(/\/bridge\.js$/, '') : MOUNT
}

async function askServer(url: string, body: object): Promise<Record<string, unknown>> {
  try {
    // As text, so that a simulator on another origin needs no preflight.
    return await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()
  }
  catch {
    return { ok: false }
  }
}

/** A fresh web view has an empty `sessionStorage`; frames of one tab and origin share theirs. */
function beginSession(view: string): void {
  const key = 'wechat-simulator-view'
  if (sessionStorage.getItem(key) === view)
    return
  sessionStorage.clear()
  sessionStorage.setItem(key, view)
}

/** Unless the browser itself was told to. What the page writes there is forgotten. */
function pretend(object: object, key: string, value: unknown): void {
  if (Reflect.get(object, key) !== value)
    Object.defineProperty(object, key, { get: () => value, set: () => {}, configurable: true })
}
