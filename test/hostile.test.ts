import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Asked, drawn, type PageForm, pagesFrom, type Sent, untouched } from './forms.ts'
import {
  asksNothing,
  type Finder,
  forScripts,
  hostileTexts,
  looks,
  needMail,
  prepared,
  rightAnswers,
  Told,
} from './hostile.ts'
import type { World } from './world.ts'

const seed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31)

const takesFile = ({ asked }: PageForm) => asked.some(({ kind }) => kind === 'file')
const isText = ({ kind }: Asked) => kind === 'text' || kind === 'long text'

/** What a person meant by what they typed: without what no database keeps, with one kind of line end. */
const meant = (typed: string) =>
  Buffer.from(typed).toString().replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim()

/**
 * A number is agreed by a decision of its own each time; a text’s title goes into the draft that it is kept as; why an
 * item is confidential, or what is corrected in minutes, is said of each time.
 */
const asksAnew = [
  '/standing/terms/:name',
  '/agreement/readings/:id/keep',
  '/meetings/:id/items/:item/part-b',
  '/meetings/:id/minutes/correct',
]

/** Limits on asking to sign in are another test’s: here everything must reach what is behind them. */
const forgive = ({ database }: Pick<World, 'database'>) => database.pool.query('delete from rate_limits')

const hostile = fc.oneof(
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme-composite', maxLength: 300 }),
)
const some = fc.array(fc.record({ at: fc.nat(), value: hostile }), { minLength: 1, maxLength: 3 })

/** A button is asked nothing, and of all buttons the same is made of a key. */
const pressedWith = Object.fromEntries(
  ['nothing', 'NUL', 'a very long text', 'SQL'].map((name) => [name, hostileTexts[name] ?? '']),
)

test(`every form of the site, filled in with hostile answers (SEED=${seed})`, async (t) => {
  const w = await prepared()
  const { people, forms } = w

  await t.test('is found by following links', () => {
    const found = new Set(forms.map(({ route }) => route))
    const posts = w.site.routes.filter(({ method, path }) => method === 'POST' && !found.has(path))
    assert.deepEqual(posts.map(({ path }) => path).sort(), ['/sign-out', ...forScripts].sort())
  })

  const answers = await rightAnswers()
  const fillable = forms.filter((form) => !asksNothing(form) && !takesFile(form))
  await t.test('can be filled in rightly, so that what is behind it is reached', () => {
    const never = fillable.map(({ route }) => route).filter((route) => !answers.has(route))
    assert.deepEqual(never.sort(), needMail.toSorted())
  })

  await t.test('takes the same hostile answer to every question, or says what is wrong', async () => {
    const told = new Told()
    const isButton = ({ asked }: PageForm) => asked.every(({ name }) => name === 'form-key')
    for (const form of forms)
      for (const [name, value] of Object.entries(isButton(form) ? pressedWith : hostileTexts)) {
        const sent = Object.fromEntries(form.asked.map((one) => [one.name, value]))
        told.take(await people[form.finder].post(form.at, sent), `${form.route}, ${name}`)
      }
    assert.deepEqual(told.wrong, [])
    await forgive(w)
  })

  await t.test('shows back to the letter what it took', async () => {
    const told = new Told()
    let taken = 0
    for (const form of fillable) {
      const browser = people[form.finder]
      const rightly = answers.get(form.route)
      if (!rightly) continue
      let asked = (await drawn(browser, form)) ?? []
      const once = async (chosen: { at: number; value: string }[]) => {
        const texts = asked.filter(isText)
        if (texts.length === 0) return
        const typed = chosen.map(({ at, value }) => [texts[at % texts.length]?.name ?? '', value])
        const hidden = untouched(asked.filter(({ kind }) => kind === 'hidden'))
        const sent = { ...rightly, ...hidden, 'form-key': randomUUID(), ...Object.fromEntries(typed) }
        const answer = await browser.post(form.at, sent)
        told.take(answer, `${form.route}, ${JSON.stringify(typed)}`)
        if (answer.status !== 303) return
        taken += 1
        asked = (await drawn(browser, form)) ?? []
        const shown = untouched(asked)
        if ('form-version' in shown && !asksAnew.includes(form.route))
          told.wrong.push(...differing(sent, shown, texts, form))
      }
      await fc.assert(fc.asyncProperty(some, once), { seed, numRuns: 8 })
      await forgive(w)
    }
    assert.deepEqual(told.wrong, [])
    assert.ok(taken > 50, `${taken} were taken`)
  })

  await t.test('and after it all every page opens, with nothing of it alive', async () => {
    const told = new Told()
    for (const [finder, addresses] of Object.entries(w.starts)) {
      const browser = people[finder as keyof typeof people]
      for await (const { address, status, text, headers } of pagesFrom(
        w.site,
        browser,
        addresses,
        looks(finder as Finder),
      )) {
        told.take({ status, text: '' }, address)
        // Only what a browser draws can come alive: a document holds a school's name in its title as it was typed.
        const isDrawn = headers.get('content-type')?.startsWith('text/html')
        if (isDrawn && /<img src=x|<script>alert|"javascript:|src="http/i.test(text))
          told.wrong.push(`${address} is alive for ${finder}`)
      }
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
