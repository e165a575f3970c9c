import type { FrameLocator } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testUsers } from '../../simulator/api/oauth/test-users'
import { type Desk, useDesk } from './desk'

const [mei, panda] = testUsers

const desk = useDesk()
let phone: Desk
let view: FrameLocator

beforeEach(async () => {
  phone = await desk.open('?page=/profile')
  view = phone.view
  await phone.holdsCard('/profile')
})

/** The address that the web view shows. */
const address = () => phone.frame.url()

async function reload(): Promise<void> {
  await phone.refresh()
  await phone.holdsCard('/profile')
}

async function consent(openid: string): Promise<void> {
  await view.getByRole('button', { name: 'Sign in with name and picture' }).click()
  await view.getByRole('radio', { name: openid }).check()
  await view.getByRole('button', { name: 'Allow' }).click()
}

describe('on the profile page in WeChat', () => {
  it('a user who is signed out agrees, comes back signed in, is still so after a reload, and signs out', async () => {
    await view.getByText('Not signed in').waitFor()
    await consent(panda?.openid ?? '')
    await view.getByText('Signed in with name and picture.').waitFor()
    await view.getByText(panda?.nickname ?? '').waitFor()
    await view.getByText(panda?.openid ?? '').waitFor()
    expect(address()).toBe(`${desk.url}/profile`)

    await reload()
    await view.getByText(panda?.nickname ?? '').waitFor()

    await view.getByRole('button', { name: 'Sign out' }).click()
    await view.getByText('Not signed in').waitFor()
    await reload()
    await view.getByText('Not signed in').waitFor()
  })

  it('the first HTML shows the visitor already, for no cache', async () => {
    await consent(mei.openid)
    await view.getByText('Signed in with name and picture.').waitFor()
    const cookies = (await phone.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(`${desk.url}/profile`, { headers: { Cookie: cookies } })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    const html = await response.text()
    expect(html).toContain(mei.openid)
    expect(html).toContain(mei.nickname)
  })

  it('signing in silently asks nothing and tells the openid alone', async () => {
    await view.getByRole('button', { name: 'Sign in silently' }).click()
    await view.getByText('Signed in silently.').waitFor()
    await view.getByRole('button', { name: 'Add name and picture' }).waitFor()
    expect(address()).toBe(`${desk.url}/profile`)
  })

  it('who refuses sees a page that says so, and the address keeps no state', async () => {
    await view.getByRole('button', { name: 'Sign in with name and picture' }).click()
    await view.getByRole('button', { name: 'Refuse' }).click()
    await view.getByText('You did not agree').waitFor()
    await expect.poll(address).toBe(`${desk.url}/api/wx/callback`)
    await view.getByRole('link', { name: 'Start again' }).click()
    await view.getByRole('button', { name: 'Allow' }).waitFor()
  })

  it('the user of a snapshot page is told how to open the full page', async () => {
    await consent('oSim-snapshot-0000000000')
    await view.getByText('使用完整服务').waitFor()
    expect((await phone.page.context().cookies()).some(({ name }) => name === 'wechat-user')).toBe(false)
  })
})
