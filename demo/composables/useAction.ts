export type ActionState = 'idle' | 'pending' | 'done' | 'cancelled' | 'failed'

/** One thing that a person can start by a button: how it stands, and what came of it. */
export function useAction<Result, Args extends unknown[] = []>(act: (...args: Args) => Promise<Result>) {
  const state = ref<ActionState>('idle')
  const result = shallowRef<Result>()
  const error = shallowRef<unknown>()

  async function run(...args: Args): Promise<void> {
    if (state.value === 'pending')
      return
    state.value = 'pending'
    try {
      result.value = await act(...args)
      state.value = 'done'
    }
    catch (reason) {
      error.value = reason
      state.value = reason instanceof WechatSdkError && reason.cancelled ? 'cancelled' : 'failed'
    }
  }

  return { state: readonly(state), result: shallowReadonly(result), error: shallowReadonly(error), run }
}
