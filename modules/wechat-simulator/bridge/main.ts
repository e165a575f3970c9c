import { createBridge } from './bridge'
import { exposeControl, reportToParent } from './control'
import { readOptions } from './options'
import { urlWithoutHash } from './permissions'
import { traitsOf } from './platforms'
import { Recorder } from './recorder'
import { silenceReport } from './silence-report'

// Runs before any script of the page: what is read here is the landing URL.
const options = readOptions(window)

if (options) {
  const traits = traitsOf(options.platform, options.oldClient)
  const recorder = new Recorder(options.platform, urlWithoutHash())
  const { bridge, tapShare } = createBridge(recorder, traits, options)
  const appear = () => Object.defineProperty(window, 'WeixinJSBridge', { value: bridge, configurable: true, writable: true })

  pretend('userAgent', traits.userAgent)
  pretend('platform', traits.navigatorPlatform)
  silenceReport()
  exposeControl(recorder, tapShare)
  reportToParent(recorder)

  const { bridge: when = 'at-once' } = options
  if (when === 'at-once')
    appear()
  else if (when !== 'never')
    void recorder.during(appearLate(when.lateBy))

  async function appearLate(lateBy: number): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, lateBy))
    appear()
    document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  }
}

/** Unless the browser itself was told to. */
function pretend(key: 'userAgent' | 'platform', value: string): void {
  if (navigator[key] !== value)
    Object.defineProperty(navigator, key, { get: () => value, configurable: true })
}
