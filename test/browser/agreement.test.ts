import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { desk, faultsOn, phone, sticksOut } from './look.ts'
import { heading, notice } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()
const folder = await mkdtemp(path.join(tmpdir(), 'endeavour-browser-'))
after(() => rm(folder, { recursive: true }))

/** The code in the mail that came last, as whoever asked for it reads it in the demonstration. */
async function codeInMail(page: Page): Promise<string> {
  const mails = await page.context().newPage()
  await mails.goto('/mails')
  await keyboardOf(mails).follow('Your code for Endeavour')
  const code = /\b\d{3} \d{3}\b/.exec(await mails.getByRole('main').innerText())?.[0] ?? ''
  await mails.close()
  return code
}

/** A chair goes through signing with the keyboard alone, from the agreement to the register. */
async function signs(email: string) {
  const page = await (await site.as({ email })).newPage()
  const keys = keyboardOf(page)
  await page.goto('/agreement')
  await keys.follow('Who has signed')
  await keys.follow('Sign the agreement')
  await keys.follow(/for those who govern the school$/)
  assert.match(await heading(page), /^Sign for /)
  await keys.type('Minute reference', 'FGB 7/2026')
  await keys.type('Date of the meeting', '16/11/2026')
  await keys.press('Continue to confirm who you are')
  assert.equal(await heading(page), 'Confirm that it is you')
  await keys.type('Code', await codeInMail(page))
  await keys.press('Sign version 2')
  return page
}

describe('signing, with the keyboard alone and no script', () => {
  test('a chair signs after the head did on paper, by a code from the mail', async () => {
    const page = await signs('a.hindley@harrowfold.example')
    assert.match(await heading(page), /Harrowfold/)
    assert.match(await notice(page), /[Ss]igned/)
    assert.match(await page.getByRole('main').innerText(), /FGB 7\/2026/)
    await page.goto('/agreement/sign')
    assert.match(await page.getByRole('main').innerText(), /[Ss]igned/)
  })

  test('what was signed is not signed again: the page says who signed, and when', async () => {
    const page = await (await site.as({ email: 'a.hindley@harrowfold.example' })).newPage()
    await page.goto(`/agreement/sign/${await membershipOf(990016)}/governance`)
    assert.match(
      await page.getByRole('main').innerText(),
      /was signed .* by Adam Hindley on 20 November 2026/,
    )
    assert.equal(await page.getByRole('button', { name: 'Continue to confirm who you are' }).count(), 0)
  })

  test('the page on which one confirms is accessible, at a desk and on a phone', async () => {
    const context = await site.as({ email: 'a.akhtar@hultongrange.example' }, { javaScriptEnabled: true })
    const page = await context.newPage()
    const versionId = await newest()
    const query = `read=${versionId}&minute=FGB+1&minuteOn=2026-11-16`
    await page.goto(`/agreement/sign/${await membershipOf(990013)}/governance/confirm?${query}`)
    assert.equal(await heading(page), 'Confirm that it is you')
    assert.deepEqual(await faultsOn(page, desk), [])
    assert.deepEqual(await faultsOn(page, phone), [])
    assert.deepEqual(await sticksOut(page), [])
  })

  test('a wrong code is said beside the question, and signs nothing', async () => {
    const page = await (await site.as({ email: 'a.akhtar@hultongrange.example' })).newPage()
    const keys = keyboardOf(page)
    await page.goto(`/agreement/sign/${await membershipOf(990013)}/governance`)
    await keys.type('Minute reference', 'FGB 1')
    await keys.type('Date of the meeting', '16/11/2026')
    await keys.press('Continue to confirm who you are')
    const code = await codeInMail(page)
    await keys.type('Code', code.startsWith('000') ? '111 111' : '000 000')
    await keys.press('Sign version 2')
    assert.match(await page.getByRole('alert').innerText(), /That is not the code we sent last/)
    await page.goto('/agreement/register?words=Boys')
    assert.doesNotMatch(await page.getByRole('main').innerText(), /20 Nov 2026/)
  })
})

const membershipOf = async (urn: number) =>
  (await site.db.selectFrom('members').select('id').where('urn', '=', urn).executeTakeFirstOrThrow()).id

const newest = async () =>
  (
    await site.db
      .selectFrom('agreementVersions')
      .select('id')
      .where('number', 'is not', null)
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow()
  ).id

/** The document of what the chair signed above, once its job has made it, as a file to drop on the page. */
async function signedFile(): Promise<Buffer> {
  const context = await site.as({ email: 'a.hindley@harrowfold.example' })
  const page = await context.newPage()
  for (let tries = 0; tries < 300; tries += 1) {
    await page.goto('/agreement/documents')
    const link = page.getByRole('main').getByRole('link', { name: /PDF/ }).first()
    if ((await link.count()) > 0)
      return (await context.request.get((await link.getAttribute('href')) ?? '')).body()
    await sleep(100)
  }
  assert.fail('The document was not made')
}

describe('anybody checks a document', () => {
  const checks = async (content: Buffer) => {
    const file = path.join(folder, 'agreement.pdf')
    writeFileSync(file, content)
    const page = await (await site.as('visitor')).newPage()
    await page.goto('/agreement')
    await page.getByRole('link', { name: 'Check a document' }).click()
    await page.getByLabel('Signed document').setInputFiles(file)
    await page.getByRole('button', { name: 'Check' }).click()
    return { page, says: await page.getByRole('main').innerText() }
  }

  test('a genuine one is whole, and says who signed it', async () => {
    const { says } = await checks(await signedFile())
    assert.match(says, /The document is whole and unaltered/)
    assert.match(says, /Adam Hindley/)
    assert.match(says, /byte for byte, the file that the alliance keeps/)
  })

  test('one byte altered, in the words, is found', async () => {
    const altered = await signedFile()
    const at = Math.floor(altered.length / 2)
    altered[at] = (altered[at] ?? 0) ^ 1
    const { says, page } = await checks(altered)
    assert.match(says, /The document has been altered/)
    assert.equal(await page.getByText('Altered', { exact: true }).count(), 1)
  })

  test('something added at its end is found', async () => {
    const { says } = await checks(Buffer.concat([await signedFile(), Buffer.from('\n% more')]))
    assert.match(says, /has been altered[\s\S]*7 bytes were added/)
  })

  test('any other file is said not to be one', async () => {
    const { says } = await checks(Buffer.from('Dear all'))
    assert.match(says, /This file cannot be checked[\s\S]*is not a PDF/)
  })
})

describe('how a school stands', () => {
  const tiles = (page: Page) => page.locator('.en-tile')

  test('48 clauses in five parts, each with its state as a word, opening its reason without a script', async () => {
    const page = await (await site.as('head')).newPage()
    await page.goto('/standing')
    assert.equal(await tiles(page).count(), 48)
    const parts = await page.getByRole('heading', { level: 2 }).allInnerTexts()
    for (const part of ['Strategy', 'Ethos', 'Operation'])
      assert.ok(
        parts.some((title) => title.includes(part)),
        parts.join(),
      )
    const signed = page.locator('#clause-20')
    await signed.locator('summary').focus()
    await page.keyboard.press('Enter')
    assert.match(await signed.innerText(), /version 2/)
    for (const text of await tiles(page).locator('summary').allInnerTexts())
      assert.match(text, /Met|Declared|At risk|Not kept|Not yet due|Does not apply|People only/, text)
  })

  for (const [name, size] of Object.entries({ desk, phone }))
    test(`with every tile open it is accessible and fits, on a ${name}`, async () => {
      const page = await (await site.as('head', { javaScriptEnabled: true })).newPage()
      await page.goto('/standing')
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true
      })
      assert.deepEqual(await faultsOn(page, size), [])
      assert.deepEqual(await sticksOut(page), [])
    })

  test('on paper the tiles stay, and what only works on a screen goes', async () => {
    const page = await (await site.as('head')).newPage()
    await page.goto('/standing')
    await page.emulateMedia({ media: 'print' })
    assert.ok(await tiles(page).first().isVisible())
    assert.ok(await tiles(page).last().isVisible())
    assert.equal(await page.getByRole('navigation', { name: 'Main' }).isVisible(), false)
    const pdf = await page.pdf({ format: 'A4' })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
    assert.ok(pages >= 1 && pages <= 4, `${pages} pages of paper`)
  })

  test('another head sees how many schools stand where, and no school’s tiles', async () => {
    const page = await (await site.as('governor')).newPage()
    await page.goto(`/standing/schools/${await membershipOf(990016)}`)
    assert.equal(await tiles(page).count(), 0)
    await page.goto('/standing/alliance')
    assert.match(await page.getByRole('main').innerText(), /schools/)
  })
})
