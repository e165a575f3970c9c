import { useRuntimeConfig } from '#app'
import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import type { ApiCall } from '../api/calls'
import type { ControlState, Moment } from '../api/control'
import { toMountPath } from '../mount'

const EVERY_MS = 1000

/** WeChat's servers as the simulator plays them: what they are doing now, and how to change it. */
export function useControl() {
  const mountPath = toMountPath(useRuntimeConfig().app.baseURL)
  const state = shallowRef<ControlState>()
  /** Every call of this run, oldest first. */
  const calls = shallowRef<ApiCall[]>([])
  /** The server machine's clock less this browser's, in milliseconds. */
  const clockOffset = ref(0)
  /** Of the answer that the offset is taken from: the quicker it came, the less it is off. */
  let roundTripMs = Infinity
  const isReachable = ref(true)
  /** What happened once, each kind as it was last. */
  const moments = shallowRef<Moment[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  /** @throws {Error} in the server's words, where it does not take the action. */
  async function act(action: string, body: object = {}): Promise<void> {
    take(await send(`control/${action}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
  }

  /** Lets something happen, and keeps that it did. */
  async function happen(moment: Moment): Promise<void> {
    const { action, ...body } = moment
    await act(action, body)
    moments.value = [...moments.value.filter(one => one.action !== action), moment]
  }

  async function send<Answer = ControlState>(path: string, init?: RequestInit): Promise<Answer> {
    const askedAt = performance.now()
    const response = await fetch(`${mountPath}/${path}`, init)
    const answer = await response.json()
    if (!response.ok)
      throw new Error(answer.message)
    const tookMs = performance.now() - askedAt
    if (answer.realNow !== undefined && tookMs <= roundTripMs) {
      roundTripMs = tookMs
      clockOffset.value = answer.realNow - (Date.now() - tookMs / 2)
    }
    return answer
  }

  /** An answer to an action holds all calls; one to a look holds those that may be news. */
  function take(next: ControlState): void {
    const isSameRun = next.run === state.value?.run
    const firstNew = next.calls[0]?.id ?? Infinity
    calls.value = isSameRun ? [...calls.value.filter(({ id }) => id < firstNew), ...next.calls] : next.calls
    if (next.callCount === 0)
      calls.value = []
    state.value = next
    isReachable.value = true
  }

  async function look(): Promise<void> {
    const unfinished = calls.value.find(({ durationMs }) => durationMs === undefined)
    const since = (unfinished?.id ?? (calls.value.at(-1)?.id ?? 0) + 1) - 1
    try {
      const next = await send(`control/state?since=${since}`)
      // Another run numbers its calls anew.
      take(state.value && next.run !== state.value.run ? await send('control/state') : next)
    }
    catch {
      isReachable.value = false
    }
  }

  async function lookOn(): Promise<void> {
    if (!document.hidden)
      await look()
    timer = setTimeout(lookOn, EVERY_MS)
  }

  onMounted(lookOn)
  onBeforeUnmount(() => clearTimeout(timer))

  return { state, calls, clockOffset, isReachable, moments, act, happen, look, ask: send }
}

export type ControlDesk = ReturnType<typeof useControl>
