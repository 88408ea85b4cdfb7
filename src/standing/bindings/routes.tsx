import { versionOn } from '../../agreement/queries.ts'
import { type ClauseKind, clauseKinds } from '../../agreement/tables.ts'
import type { Actor } from '../../platform/action.ts'
import { type Answers, typed } from '../../platform/form.ts'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions, Stale } from '../../platform/revision.ts'
import { type Asked, csvFile, fillIn, idOf, rooms, sentBy, show } from '../../platform/web.tsx'
import { type Rebound, underBindings, type YearCompared, yearsToShow } from '../what-if/queries.ts'
import { bindPromise, bindPromises } from './actions.ts'
import { commitmentTyped, inTitle, judges, judgeTyped } from './judges.ts'
import { likest } from './likeness.ts'
import { boundMeanwhile, type Chosen, chosenIn, ManyPage, manyForm, suggested } from './many.tsx'
import {
  BindingPage,
  BindingsPage,
  type BindingTyped,
  bindingForm,
  bindingsList,
  boundForm,
  type Confirmed,
  versionNamed,
} from './pages.tsx'
import { type ClauseBound, clausesBound, promiseBound, versionsToBind } from './queries.ts'
import { mayBind, maySeeBindings, wrongBinding } from './rules.ts'

export const bindings = rooms()

bindings.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeBindings(by.who))
  const binds = mayBind(by.who)
  const { versions, inForce, shown } = await versionAsked(c)
  const clauses = shown ? await clausesBound(by.db, shown.id) : []
  if (c.req.query('format') === 'csv') return csvFile(c, bindingsList, clauses, 'what-judges-each-clause')
  return show(c, <BindingsPage {...{ versions, shown, inForce, clauses, binds }} />)
})

/** Drafts are the office’s; of the rest the one asked for, or the one in force. */
async function versionAsked(c: Asked) {
  const { by } = c.var
  const all = await versionsToBind(by.db)
  const versions = mayBind(by.who) ? all : all.filter(({ number }) => number !== null)
  const inForce = (await versionOn(by.db, by.today))?.id
  const asked = c.req.query('version')
  const shown = versions.find(({ id }) => String(id) === asked)
  if (asked !== undefined && !shown) throw notFound()
  const usual = versions.find(({ id }) => id === inForce) ?? versions[0]
  return { versions, inForce, shown: shown ?? usual }
}

bindings.on(['get', 'post'], '/many', async (c) => {
  const { by } = c.var
  permit(mayBind(by.who))
  const { shown: version } = await versionAsked(c)
  if (!version) throw notFound()
  const all = await clausesBound(by.db, version.id)
  const clauses = all.filter(({ commitment }) => commitment === null)
  const form = manyForm(clauses)
  const filled = c.req.query('with') === 'suggestions'
  const preview = filled ? await previewOf(by, chosenIn(clauses, suggested(clauses))) : null
  const page = (answers: Answers) => (
    <ManyPage {...{ version, named: versionNamed(version), clauses, form, answers, filled, preview }} />
  )
  const taken = c.req.method === 'POST' ? boundMeanwhile(all, await sentBy(c)) : []
  if (taken.length > 0) {
    const values = typed(await sentBy(c), Object.keys(form.fields))
    return show(c, page(withTaken(taken, values, form.blank())), 409)
  }
  return fillIn(c, form, {
    current: async () => form.blank(filled ? suggested(clauses) : {}),
    page,
    save: async (chosen: Chosen, by) => {
      await bindPromises(by, chosenIn(clauses, chosen))
      return `/standing/bindings?version=${version.id}&did=saved`
    },
    meanwhile: (error, answers) =>
      error instanceof Stale ? { ...answers, errors: [{ field: 'form', message: MEANWHILE }] } : undefined,
  })
})

const MEANWHILE = 'Somebody else bound one of these while you were choosing. Nothing was saved: save again'

const withTaken = (taken: ClauseBound[], values: Answers['values'], blank: Answers): Answers => ({
  ...blank,
  values,
  errors: taken.map(({ number, commitment }) => ({
    field: 'form',
    message: `Clause ${number} was bound to “${inTitle(commitment ?? '')}” while you were choosing, and stays so. Save again for the others`,
  })),
})

async function previewOf(by: Actor, bound: { id: number; commitment: string | null; kind: ClauseKind }[]) {
  const rebound: Rebound = new Map(bound.map(({ id, commitment, kind }) => [id, { commitment, kind }]))
  const years: YearCompared[] = []
  for (const year of await yearsToShow(by.totals, by.today))
    years.push(await underBindings(by.totals, { year, today: by.today }, rebound))
  return years
}

bindings.on(['get', 'post'], '/:id', async (c) => {
  const { by } = c.var
  permit(maySeeBindings(by.who))
  const told = await promiseTold(by, idOf(c))
  if (!mayBind(by.who)) {
    permit(c.req.method === 'GET')
    return show(c, <BindingPage {...told} asked={null} confirmed={null} />)
  }
  if (c.req.method === 'GET') return show(c, await offered(c, told))
  const read = boundForm.read(await sentBy(c))
  const seen = await tried(by, told.clause, 'filled' in read ? read.filled : undefined)
  return fillIn(c, boundForm, {
    current: async () => blank((await promiseTold(by, told.clause.promiseId)).clause),
    page: (answers) => (
      <BindingPage {...told} asked={{ ...answers, errors: [] }} confirmed={{ ...seen, answers }} />
    ),
    save: async ({ commitment, kind }, by, version) => {
      const id = told.clause.promiseId
      await bindPromise(by, { id, version }, { commitment: commitmentTyped(commitment), kind })
      return `/standing/bindings/${id}?did=saved`
    },
  })
})

type Told = Awaited<ReturnType<typeof promiseTold>>

async function promiseTold(by: Actor, id: number) {
  const clause = await promiseBound(by.db, id, mayBind(by.who) ? 'drafts too' : 'published')
  const says = {
    commitment: {
      is: 'What judged it',
      says: (name: unknown) => judges[judgeTyped(name as string | null)] ?? null,
    },
    kind: { is: 'How it was held', says: (kind: unknown) => clauseKinds[kind as ClauseKind] },
  }
  const history = <History of={await revisions(by.db, 'promises', id)} says={says} />
  return { clause, like: likest(clause.words), history }
}

const blank = ({ commitment, kind, version }: ClauseBound) =>
  bindingForm.blank({ commitment: judgeTyped(commitment), kind, version })

/** Another binding to try, and what it would change once it was chosen. */
async function offered(c: Asked, told: Told) {
  const query = new URL(c.req.url).searchParams
  const now = blank(told.clause)
  if (!query.has('commitment')) return <BindingPage {...told} asked={now} confirmed={null} />
  const values = typed(query, Object.keys(bindingForm.fields))
  const read = bindingForm.read(query)
  const errors = 'answers' in read ? read.answers.errors : errorsIn(read.filled)
  if ('answers' in read || errors.length > 0)
    return <BindingPage {...told} asked={{ ...now, values, errors }} confirmed={null} />
  const seen = await tried(c.var.by, told.clause, read.filled)
  return (
    <BindingPage {...told} asked={{ ...now, values }} confirmed={{ ...seen, answers: { ...now, values } }} />
  )
}

function errorsIn({ commitment, kind }: BindingTyped): Answers['errors'] {
  const wrong = wrongBinding({ commitment: commitmentTyped(commitment), kind })
  return wrong ? [{ field: wrong.field, message: wrong.says }] : []
}

async function tried(by: Actor, { promiseId }: ClauseBound, asked: BindingTyped | undefined) {
  const binding = asked && { commitment: commitmentTyped(asked.commitment), kind: asked.kind }
  const years = binding ? await previewOf(by, [{ id: promiseId, ...binding }]) : []
  return { tried: asked, years } satisfies Omit<Confirmed, 'answers'>
}
