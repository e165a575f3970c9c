import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, expect, it } from 'vitest'
import ShareStatus from '../../components/ShareStatus.vue'

const card = { title: 'A page', desc: '', imgUrl: '/cover.png' }
const ends: (() => void)[] = []

afterEach(() => ends.splice(0).forEach(end => end()))

async function showFailure(message: string) {
  const view = await mountSuspended(ShareStatus, { props: { status: 'failed', error: new Error(message), card } })
  ends.push(() => view.unmount())
  return view.text()
}

it('where the signature was refused, the page names both causes that WeChat does not tell apart', async () => {
  const text = await showFailure('config:invalid signature')
  expect(text).toContain('mostly another address was signed')
  expect(text).toContain('an expired ticket is refused in the same words')
})

it('where something else was refused, the page does not speak of the signature', async () => {
  expect(await showFailure('config:invalid url domain')).not.toContain('signature')
  expect(await showFailure('updateAppMessageShareData:timeout')).not.toContain('signature')
})
