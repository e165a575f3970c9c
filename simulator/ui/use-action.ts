import { ref } from 'vue'

/** Something a user starts, and what there is to say of it afterwards. */
export function useAction() {
  const said = ref('')
  const problem = ref('')

  async function run(action: () => Promise<unknown>, done = ''): Promise<void> {
    said.value = problem.value = ''
    try {
      await action()
      said.value = done
    }
    catch (error) {
      problem.value = error instanceof Error ? error.message : String(error)
    }
  }

  return { said, problem, run }
}
