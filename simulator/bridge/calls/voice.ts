import type { Handler } from './device'
import type { Shelf } from './media'

const LONGEST_MS = 60_000
const LOCAL_VOICE = 'wxlocalresource://voiceid'
/** A frame of AMR that holds silence, 20 ms of it. */
const SILENCE = '<$\0\0\0\0\0\0\0\0\0\0\0'

/** The recordings of this phone. They are silent. */
export class Voices implements Shelf {
  private readonly kept: { data: string, lengthMs: number }[] = []

  add(data: string, lengthMs = 1000): string {
    return LOCAL_VOICE + (this.kept.push({ data, lengthMs }) - 1)
  }

  find(localId: string): string | undefined {
    return this.at(localId)?.data
  }

  lengthOf(localId: string): number | undefined {
    return this.at(localId)?.lengthMs
  }

  private at(localId: string) {
    return localId.startsWith(LOCAL_VOICE) ? this.kept[Number(localId.slice(LOCAL_VOICE.length))] : undefined
  }
}

/** Recording and playing. `emit` tells the page's listeners. */
export function voiceHandlers(voices: Voices, emit: (event: string, params: Record<string, unknown>) => void): Record<string, Handler> {
  let recording: { startedAt: number, timer: ReturnType<typeof setTimeout> } | undefined
  const playing = new Map<string, ReturnType<typeof setTimeout>>()

  function endRecording(): string | undefined {
    if (!recording)
      return undefined
    const { startedAt, timer } = recording
    clearTimeout(timer)
    recording = undefined
    const lengthMs = Math.min(Math.round(performance.now() - startedAt), LONGEST_MS)
    return voices.add(`data:audio/amr;base64,${btoa(`#!AMR\n${SILENCE.repeat(Math.ceil(lengthMs / 20))}`)}`, lengthMs)
  }

  const stopPlaying = (name: string): Handler => ({ localId }) => {
    const timer = playing.get(String(localId))
    clearTimeout(timer)
    playing.delete(String(localId))
    return { err_msg: `${name}:${timer === undefined ? 'fail' : 'ok'}` }
  }

  return {
    startRecord: () => {
      if (recording)
        return { err_msg: 'startRecord:fail_recording' }
      const timer = setTimeout(() => emit('onVoiceRecordEnd', { err_msg: 'onVoiceRecordEnd:ok', localId: endRecording() }), LONGEST_MS)
      recording = { startedAt: performance.now(), timer }
      return { err_msg: 'startRecord:ok' }
    },
    stopRecord: () => {
      const localId = endRecording()
      return localId ? { err_msg: 'stopRecord:ok', localId } : { err_msg: 'stopRecord:fail' }
    },
    playVoice: ({ localId }) => {
      const id = String(localId)
      const lengthMs = voices.lengthOf(id)
      if (lengthMs === undefined)
        return { err_msg: 'playVoice:fail_file not exist' }
      clearTimeout(playing.get(id))
      playing.set(id, setTimeout(() => {
        playing.delete(id)
        emit('onVoicePlayEnd', { err_msg: 'onVoicePlayEnd:ok', localId: id })
      }, lengthMs))
      return { err_msg: 'playVoice:ok' }
    },
    pauseVoice: stopPlaying('pauseVoice'),
    stopVoice: stopPlaying('stopVoice'),
    translateVoice: ({ localId }) => voices.find(String(localId))
      ? { err_msg: 'translateVoice:ok', translateResult: '这是一段语音。' }
      : { err_msg: 'translateVoice:fail_file not exist' },
  }
}
