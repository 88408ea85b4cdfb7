import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Asked, drawn, filled, type PageForm, pagesFrom, type Sent, untouched } from './forms.ts'
import { hostileTexts, prepared, starts, Told } from './hostile.ts'
import type { Browser, World } from './world.ts'

const seed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31)

const asksNothing = ({ asked }: PageForm) => asked.every(({ kind }) => kind === 'hidden')
const takesFile = ({ asked }: PageForm) => asked.some(({ kind }) => kind === 'file')
const isText = ({ kind }: Asked) => kind === 'text' || kind === 'long text'

/** What a person meant by what they typed: without what no database keeps, with one kind of line end. */
const meant = (typed: string) =>
  Buffer.from(typed).toString().replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim()

/** Limits on asking to sign in are another test’s: here everything must reach what is behind them. */
const forgive = ({ database }: World) => database.pool.query('delete from rate_limits')

/** Right answers to each form, found by trying. */
async function rightAnswers(office: Browser, forms: PageForm[]): Promise<Map<PageForm, Sent>> {
  const found = new Map<PageForm, Sent>()
  for (const [n, form] of forms.entries()) {
    if (asksNothing(form) || takesFile(form)) continue
    const sent = await filled(office, form, n)
    if (sent) found.set(form, sent)
  }
  return found
}

const hostile = fc.oneof(
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme-composite', maxLength: 300 }),
)
const some = fc.array(fc.record({ at: fc.nat(), value: hostile }), { minLength: 1, maxLength: 3 })

test(`every form of the site, filled in with hostile answers (SEED=${seed})`, async (t) => {
  const w = await prepared()
  const { office, forms } = w

  await t.test('is found by following links', () => {
    const found = new Set(forms.map(({ route }) => route))
    const posts = w.site.routes.filter(({ method, path }) => method === 'POST' && !found.has(path))
    assert.deepEqual(
      posts.map(({ path }) => path),
      ['/sign-out'],
    )
  })

  const answers = await rightAnswers(office, forms)
  await t.test('can be filled in rightly, so that what is behind it is reached', () => {
    const never = forms.filter((form) => !answers.has(form) && !asksNothing(form) && !takesFile(form))
    assert.deepEqual(
      never.map(({ route }) => route),
      [],
    )
  })

  await t.test('takes the same hostile answer to every question, or says what is wrong', async () => {
    const told = new Told()
    for (const form of forms)
      for (const [name, value] of Object.entries(hostileTexts)) {
        const sent = Object.fromEntries(form.asked.map((one) => [one.name, value]))
        told.take(await office.post(form.at, sent), `${form.route}, ${name}`)
      }
    assert.deepEqual(told.wrong, [])
    await forgive(w)
  })

  await t.test('shows back to the letter what it took', async () => {
    const told = new Told()
    let taken = 0
    for (const [form, rightly] of answers) {
      const once = async (chosen: { at: number; value: string }[]) => {
        const asked = (await drawn(office, form)) ?? []
        const texts = asked.filter(isText)
        if (texts.length === 0) return
        const typed = chosen.map(({ at, value }) => [texts[at % texts.length]?.name ?? '', value])
        const hidden = untouched(asked.filter(({ kind }) => kind === 'hidden'))
        const sent = { ...rightly, ...hidden, ...Object.fromEntries(typed) }
        const answer = await office.post(form.at, sent)
        told.take(answer, `${form.route}, ${JSON.stringify(typed)}`)
        if (answer.status !== 303) return
        taken += 1
        const shown = untouched((await drawn(office, form)) ?? [])
        if ('form-version' in shown) told.wrong.push(...differing(sent, shown, texts, form))
      }
      await fc.assert(fc.asyncProperty(some, once), { seed, numRuns: 15 })
      await forgive(w)
    }
    assert.deepEqual(told.wrong, [])
    assert.ok(taken > 50, `${taken} were taken`)
  })

  await t.test('and after it all every page opens, with nothing of it alive', async () => {
    const told = new Told()
    for await (const { address, status, text } of pagesFrom(w.site, office, starts)) {
      told.take({ status, text: '' }, address)
      if (/<img src=x|<script>alert|"javascript:|src="http/i.test(text))
        told.wrong.push(`${address} is alive`)
    }
    assert.deepEqual(told.wrong, [])
    assert.ok(told.answers > 100)
  })
})

/** Questions that do not show what was typed into them. Dates and numbers are shown as they are kept. */
function differing(sent: Sent, shown: Sent, texts: Asked[], { route }: PageForm): string[] {
  return texts.flatMap(({ name }) => {
    const [typed, back] = [meant(String(sent[name])), String(shown[name])]
    const figures = /^[\d\s:/.,½-]*$/.test(typed)
    const same = figures || meant(back) === typed || (typed.includes('@') && back === typed.toLowerCase())
    return same ? [] : [`${route}, ${name}: ${JSON.stringify(typed)} came back as ${JSON.stringify(back)}`]
  })
}
