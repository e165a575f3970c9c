import type { AskUser } from './device'
import type { Recorder } from '../record/recorder'
import type { DeviceAnswer } from '../record/state'

/** Puts questions before the user who holds the phone, one after the other. */
export class UserQuestions {
  private readonly waiting = new Map<number, (answer: DeviceAnswer) => void>()

  constructor(private readonly recorder: Recorder) {}

  readonly ask: AskUser = (name, params) => new Promise((resolve) => {
    const id = this.recorder.nextId()
    this.waiting.set(id, resolve)
    this.recorder.state.questions.push({ id, name, params })
    this.recorder.changed()
  })

  answer(id: number, answer?: DeviceAnswer): void {
    const { state } = this.recorder
    state.questions = state.questions.filter(question => question.id !== id)
    this.waiting.get(id)?.(answer)
    this.waiting.delete(id)
    this.recorder.changed()
  }
}
