import { feedbackOn } from '../../feedback/queries.ts'
import { mayOpen } from '../../feedback/rules.ts'
import type { Answers } from '../../platform/form.ts'
import { ButtonLink } from '../../platform/parts.tsx'
import { pdf } from '../../platform/pdf.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type Asked, file, fillIn, rooms, sentBy, show } from '../../platform/web.tsx'
import { actionsFor } from '../action-log/queries.ts'
import { besideTheAgenda } from '../agenda/queries.ts'
import { BothWrote, correctMinutes, writeMinutes } from './actions.ts'
import { liveParts, liveTold, type MinutesAsked, minutesKept, minutesRead } from './asked.ts'
import { type Part, told } from './editions/parts.ts'
import { printedMinutes } from './editions/print.ts'
import { withheldFrom } from './editions/queries.ts'
import { mayReadInFull } from './editions/rules.ts'
import { signing } from './editions/signing.tsx'
import {
  type Filled,
  keysIn,
  minutesForm,
  nextAfter,
  openedWith,
  questionsOf,
  typedIn,
  valuesOf,
} from './form.ts'
import { MinutesDeeds, minutesTitle, ReadPage, WritePage } from './pages.tsx'
import { minutesToApprove, wordsOf } from './queries.ts'
import { isApproved, type Move, mayMove, mayWrite, movesOf } from './rules.ts'
import { steps } from './steps.tsx'

/** What is offered beside the page to write on, and on the page to read. */
async function readPage(c: Asked, of: MinutesAsked) {
  const { by } = c.var
  const parts = await liveParts(by, of)
  return show(
    c,
    <ReadPage
      {...{ meeting: of.found, minutes: of.minutes }}
      told={liveTold(parts, await withheldHere(c, of))}
      deeds={<Deeds of={of} />}
    />,
  )
}

const withheldHere = async ({ var: { by } }: Asked, { hand }: MinutesAsked) =>
  mayReadInFull(by.who, hand) ? [] : withheldFrom(by.db, 'governors')

function Deeds({ of: { found, minutes, hand }, without = [] }: { of: MinutesAsked; without?: Move[] }) {
  const at = `/meetings/${found.id}`
  const can = minutes.id === null ? [] : movesOf(hand, minutes.state)
  return (
    <MinutesDeeds at={at} can={can.filter((move) => !without.includes(move))}>
      <ButtonLink to={`${at}/minutes.pdf`} kind="secondary">
        Download as PDF
      </ButtonLink>
      {isApproved(minutes.state) && (
        <ButtonLink to={`${at}/editions`} kind="secondary">
          Approved editions
        </ButtonLink>
      )}
    </MinutesDeeds>
  )
}

/** The items that are written on: the agenda, and any that the form in hand was opened with and that came off it. */
async function itemsToWrite(c: Asked, { found }: MinutesAsked, parts: Part[]) {
  const { db } = c.var.by
  const items = parts.flatMap(({ itemId, said }) =>
    itemId !== null && 'number' in said && (said.kind === 'item' || said.kind === 'part b')
      ? [{ id: itemId, number: said.number }]
      : [],
  )
  const sent = c.req.method === 'POST' ? keysIn(await sentBy(c)) : []
  const off = sent.filter((id) => items.every((item) => item.id !== id))
  const gone =
    off.length > 0 ? (await besideTheAgenda(db, found.id)).filter(({ id }) => off.includes(id)) : []
  const all = told(parts.map(({ said }) => said)).items
  const known = items.map(({ id, number }) => ({
    id,
    told: all.find((item) => item.number === number) ?? { number, partB: false },
  }))
  return [
    ...known,
    ...gone.map(({ id, number, title, kind, partB }) => ({
      id,
      told: { number, partB, item: { id, kind, title: `${title} (taken off the agenda)`, papers: [] } },
    })),
  ]
}

async function writePage(c: Asked, of: MinutesAsked, correcting: boolean) {
  const { by } = c.var
  const parts = await liveParts(by, of)
  const items = await itemsToWrite(c, of, parts)
  const ids = items.map(({ id }) => id)
  const form = minutesForm(ids, correcting)
  const hears = items.some(({ told }) => told.item?.kind === 'feedback')
  const [toApprove, actions, feedback] = await Promise.all([
    minutesToApprove(by.db, of.found.id),
    actionsFor(by.db, of.found.id, by.today),
    hears ? feedbackOn(by, of.found.id) : [],
  ])
  const then = c.req.method === 'POST' ? String((await sentBy(c)).get('next') ?? '') : ''
  return fillIn(c, form, {
    current: async () => openedWith(form, ids, await wordsOf(by.db, of.found.id)),
    meanwhile: (error, answers) => (error instanceof BothWrote ? shownBoth(answers, error) : undefined),
    page: (answers) => (
      <WritePage
        {...{ meeting: of.found, minutes: of.minutes, form, answers, items, correcting }}
        told={told(parts.map(({ said }) => said))}
        offered={{ toApprove, actions, feedback, opens: (row) => mayOpen(by.who, row) }}
        deeds={!correcting && <Deeds of={of} without={['correct']} />}
      />
    ),
    save: (filled, by) => kept(filled, by),
  })

  async function kept(filled: Filled, by: Parameters<typeof writeMinutes>[0]) {
    const at = `/meetings/${of.found.id}`
    const lines = typedIn(filled, ids)
    if (correcting) {
      await correctMinutes(by, of.found.id, lines, filled.reason ?? '')
      return `${at}/editions?did=saved`
    }
    return nextAfter(of.found.id, then, (await writeMinutes(by, of.found.id, lines)) ? 'merged' : 'saved')
  }
}

/** Everything that both wrote, put together; where they changed the same paragraph both stand, and are said beside it. */
function shownBoth(answers: Answers, { items }: BothWrote): Answers {
  const values = { ...answers.values }
  const errors = [
    {
      field: 'form',
      message:
        'Somebody else changed a paragraph that you changed too. Nothing was saved yet: both stand below. Take out what should not stand, and save again',
    },
  ]
  for (const [itemId, { words, version, both }] of items) {
    Object.assign(values, valuesOf(itemId, version, words))
    for (const { mine, theirs } of both)
      errors.push({
        field: questionsOf(itemId)[1] ?? 'form',
        message: `They wrote “${theirs}”; ${mine === '' ? 'you took that paragraph out' : `you wrote “${mine}”`}`,
      })
  }
  return { ...answers, values, errors }
}

export function minutes(url: string) {
  const routes = rooms()

  routes.on(['get', 'post'], '/:id/minutes', async (c) => {
    const of = await minutesRead(c)
    if (mayWrite(of.hand, of.minutes.state)) return writePage(c, of, false)
    if (c.req.method === 'POST') throw notPossible('These minutes are not open to be written now')
    return readPage(c, of)
  })

  routes.get('/:id/minutes/read', async (c) => readPage(c, await minutesRead(c)))

  routes.on(['get', 'post'], '/:id/minutes/correct', async (c) => {
    const of = await minutesKept(c)
    permit(mayMove(of.hand, of.minutes.state, 'correct') || of.hand.keeper)
    if (!mayMove(of.hand, of.minutes.state, 'correct'))
      throw notPossible('These minutes are not approved yet: write them on their own page')
    return writePage(c, of, true)
  })

  routes.get('/:id/minutes.pdf', async (c) => {
    const { by } = c.var
    const of = await minutesRead(c)
    const printed = printedMinutes({
      told: liveTold(await liveParts(by, of), await withheldHere(c, of)),
      title: minutesTitle(of.found, of.minutes.state),
      alliance: (await by.db.selectFrom('alliance').select('name').executeTakeFirst())?.name ?? '',
      ...{ state: of.minutes.state, edition: null, today: by.today },
    })
    return file(c, await pdf(printed), `minutes-${of.found.id}.pdf`, 'application/pdf')
  })

  routes.route('/', steps(url))
  routes.route('/', signing)
  return routes
}
