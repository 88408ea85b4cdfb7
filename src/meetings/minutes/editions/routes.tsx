import { joinSeveral } from '../../../platform/form.ts'
import { pdf } from '../../../platform/pdf.ts'
import { notFound, permit } from '../../../platform/refusal.ts'
import { type Asked, file, fillIn, idOf, rooms, show } from '../../../platform/web.tsx'
import { type MinutesAsked, minutesRead, noteOpened } from '../asked.ts'
import { minutesTitle } from '../pages.tsx'
import { sayWithheld } from './actions.ts'
import {
  EditionPage,
  EditionsPage,
  kindsChosen,
  placesOf,
  RedactionPage,
  RedactionsPage,
  redactionForm,
} from './pages.tsx'
import { told } from './parts.ts'
import { printedMinutes } from './print.ts'
import { type EditionRow, edition, editionsOf, partsIn, redactions, withheldFrom } from './queries.ts'
import {
  mayKeepRedactions,
  mayReadInFull,
  type ReadAs,
  readAs,
  redacted,
  type Sealed,
  saidIn,
  verified,
} from './rules.ts'

export const editions = rooms()

editions.get('/editions', async (c) => {
  const { by } = c.var
  permit(mayKeepRedactions(by.who))
  const rows = await redactions(by.db)
  return show(c, <RedactionsPage of={rows} />)
})

editions.on(['get', 'post'], '/editions/:audience', async (c) => {
  const { by } = c.var
  permit(mayKeepRedactions(by.who))
  const row = (await redactions(by.db)).find(({ audience }) => audience === c.req.param('audience'))
  if (!row) throw notFound()
  return fillIn(c, redactionForm, {
    current: async () =>
      redactionForm.blank({
        withheld: joinSeveral(placesOf(row.kinds)),
        version: row.version,
      }),
    page: (answers) => <RedactionPage audience={row.audience} answers={answers} />,
    save: async (filled, by, version) => {
      await sayWithheld(by, { audience: row.audience, version }, kindsChosen(filled))
      return '/meetings/editions?did=saved'
    },
  })
})

editions.get('/:id/editions', async (c) => {
  const { found } = await minutesRead(c)
  const { db, who } = c.var.by
  const all = await editionsOf(db, found.id)
  return show(c, <EditionsPage meeting={found} editions={all} maySayWithheld={mayKeepRedactions(who)} />)
})

type Given = MinutesAsked & { row: EditionRow; parts: Sealed[]; as: ReadAs; readsAll: boolean }

/** The edition that an address names, as it is given to whoever asks; opening what is confidential is written down. */
async function given(c: Asked): Promise<Given> {
  const { by } = c.var
  const asked = await minutesRead(c)
  const row = await edition(by.db, asked.found.id, idOf(c, 'number'))
  const readsAll = mayReadInFull(by.who, asked.hand)
  const as = readAs(readsAll, c.req.query('for'))
  const all = await partsIn(by.db, row.id)
  const parts = as === 'full' ? all : redacted(all, await withheldFrom(by.db, as))
  await noteOpened(
    by,
    asked.found.id,
    parts.filter(({ text }) => text !== null),
    'edition',
  )
  return { ...asked, row, parts, as, readsAll }
}

const toldIn = (parts: Sealed[]) => told(parts.flatMap(({ text }) => (text ? [saidIn(text)] : [])))

editions.get('/:id/editions/:number', async (c) => {
  const { found, row, parts, as, readsAll } = await given(c)
  const [latest] = await editionsOf(c.var.by.db, found.id)
  return show(
    c,
    <EditionPage
      {...{ meeting: found, edition: row, as }}
      told={toldIn(parts)}
      verdict={verified({ digest: row.digest, parts })}
      choices={readsAll ? ['full', 'governors', 'public'] : ['governors', 'public']}
      latest={latest?.id === row.id}
      digests={parts.map(({ digest }) => digest)}
    />,
  )
})

const nameOf = ({ found, row, as }: Given, type: string) =>
  `minutes-${found.id}-edition-${row.number}${as === 'full' ? '' : `-${as}`}.${type}`

editions.get('/:id/editions/:number/minutes.pdf', async (c) => {
  const of = await given(c)
  const { by } = c.var
  const printed = printedMinutes({
    told: toldIn(of.parts),
    title: minutesTitle(of.found, 'approved'),
    alliance: (await by.db.selectFrom('alliance').select('name').executeTakeFirst())?.name ?? '',
    state: 'approved',
    edition: { row: of.row, withheld: of.parts.filter(({ text }) => text === null).length },
    today: by.today,
  })
  return file(c, await pdf(printed), nameOf(of, 'pdf'), 'application/pdf')
})

/** All that is needed to work the digests out again, without us. */
editions.get('/:id/editions/:number/minutes.json', async (c) => {
  const of = await given(c)
  const { number, digest, reason, signedBy, signedAt } = of.row
  const parts = of.parts.map((part) =>
    part.text ? { digest: part.digest, ...part.text } : { digest: part.digest, withheld: true },
  )
  const whole = {
    ...{ minutes: 'Endeavour', format: 1, meeting: of.found.id, edition: number, digest, reason },
    ...{ signedBy, signedAt, parts },
  }
  return file(c, `${JSON.stringify(whole, null, 2)}\n`, nameOf(of, 'json'), 'application/json')
})
