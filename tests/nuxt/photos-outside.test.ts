import { afterEach, describe, expect, it, vi } from 'vitest'
import { choosePhotosByInput } from '../../utils/wechat/photos/choose-by-input'

const picture = (name: string, type = 'image/jpeg') => new File(['x'], name, { type })
const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error)

/** The browser's chooser, in which the user does this; what it was opened with. */
function useChooser(answer: (input: HTMLInputElement) => void) {
  const opened: { accept: string, multiple: boolean, capture: string | null }[] = []
  vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (this: HTMLInputElement) {
    opened.push({ accept: this.accept, multiple: this.multiple, capture: this.getAttribute('capture') })
    answer(this)
  })
  return opened
}

const choose = (files: File[]) => (input: HTMLInputElement) => {
  Object.defineProperty(input, 'files', { value: files })
  input.dispatchEvent(new Event('change'))
}

afterEach(() => vi.restoreAllMocks())

describe('photos outside WeChat', () => {
  it('are the files that the user chose, as they are', async () => {
    const files = [picture('a.jpg'), picture('b.png', 'image/png')]
    const opened = useChooser(choose(files))
    expect(await choosePhotosByInput({ count: 2 })).toEqual(files)
    expect(opened).toEqual([{ accept: 'image/*', multiple: true, capture: null }])
  })

  it('come from the camera where the page asks for it', async () => {
    const opened = useChooser(choose([picture('a.jpg')]))
    await choosePhotosByInput({ count: 1, source: 'camera' })
    expect(opened).toEqual([{ accept: 'image/*', multiple: false, capture: 'environment' }])
  })

  it('a cancel is told from a failure', async () => {
    useChooser(input => input.dispatchEvent(new Event('cancel')))
    expect(await failure(choosePhotosByInput({}))).toMatchObject({ errMsg: 'chooseImage:cancel', cancelled: true })
  })

  it('a choice that never ends, as in older browsers, was cancelled when the next begins', async () => {
    useChooser(() => {})
    const first = failure(choosePhotosByInput({}))
    useChooser(choose([picture('a.jpg')]))
    expect(await choosePhotosByInput({})).toHaveLength(1)
    expect(await first).toMatchObject({ cancelled: true })
  })

  it.each([
    ['more than were asked for', [picture('a.jpg'), picture('b.jpg')], 'chooseImage:too many'],
    ['a file that is not a picture', [picture('a.pdf', 'application/pdf')], 'chooseImage:not a picture'],
  ])('%s are refused, and none is lost silently', async (_case, files, errMsg) => {
    useChooser(choose(files))
    expect(await failure(choosePhotosByInput({ count: 1 }))).toMatchObject({ errMsg, cancelled: false })
  })
})
