import { terms } from '../agreement/terms/queries.ts'
import { membershipOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, yearTyped } from '../platform/day.ts'
import type { Answers } from '../platform/form.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, nameIn, rooms, show } from '../platform/web.tsx'
import { isOffice } from '../platform/who.ts'
import { changesIn, declare, prepare } from './actions.ts'
import { answersForm, answersIn, type Filled, holding } from './form.ts'
import { DeclarePage, SchoolsPage, schoolFilter, schoolsList, YearPage } from './pages.tsx'
import {
  clausesToDeclare,
  declarationsOf,
  type OfYear,
  preparationsOf,
  schoolsDeclared,
  yearsDeclared,
} from './queries.ts'
import {
  type Answer,
  addressOf,
  dueOn,
  isOpen,
  mayDeclare,
  mayOpenDeclarations,
  mayPrepare,
  mayReadDeclarations,
  schoolsRead,
} from './rules.ts'

export const declarations = rooms()

declarations.get('/', async (c) => {
  const { by } = c.var
  permit(mayOpenDeclarations(by.who))
  const year = academicYearOf(by.today)
  const clauses = await clausesToDeclare(by.db, year, by.today)
  const promises = clauses.map(({ promiseId }) => promiseId)
  const among = isOffice(by.who) ? 'every school' : schoolsRead(by.who)
  return list(c, {
    of: schoolsList(year, promises.length),
    filter: schoolFilter,
    sort: 'name',
    name: 'declarations',
    rows: (asked) => schoolsDeclared(by.db, asked, { year, today: by.today, promises, among }),
    page: (shown) => <SchoolsPage {...shown} year={year} of={promises.length} />,
  })
})

/** The school and year an address names, for whoever may read what is declared for them. */
function ofYear(c: Asked): OfYear {
  const membershipId = idOf(c, 'membership')
  const name = nameIn(c, 'year')
  const year = yearTyped(name)
  if (!mayReadDeclarations(c.var.by.who, membershipId)) {
    permit(c.var.by.who.personId !== null)
    throw notFound()
  }
  if (year === undefined || year > academicYearOf(c.var.by.today)) throw notFound()
  return { membershipId, year }
}

declarations.get('/:membership/:year', async (c) => {
  const { by } = c.var
  const asked = ofYear(c)
  const { membershipId, year } = asked
  const school = await membershipOn(by.db, membershipId, by.today)
  const [clauses, declared, prepared] = await Promise.all([
    clausesToDeclare(by.db, year, by.today),
    declarationsOf(by.db, asked),
    preparationsOf(by.db, asked),
  ])
  const before = await Promise.all(
    declared.map(async ({ id, version }) => (version > 1 ? revisions(by.db, 'declarations', id) : [])),
  )
  const rows = clauses.map((clause) => {
    const at = declared.findIndex(({ promiseId }) => promiseId === clause.promiseId)
    return { clause, declared: declared[at], revisions: before[at] ?? [] }
  })
  const now = academicYearOf(by.today)
  const years = [...new Set([now, year, ...(await yearsDeclared(by.db, membershipId))])].sort((a, b) => b - a)
  const due = dueOn({ year, terms: await terms(by.db, year), member: school })
  const rights = { declares: mayDeclare(by.who, membershipId), prepares: mayPrepare(by.who, membershipId) }
  const open = isOpen(year, by.today)
  return show(c, <YearPage {...{ school, year, years, due, open, rows, prepared, ...rights }} />)
})

declarations.on(['get', 'post'], '/:membership/:year/declare', async (c) => {
  const asked = ofYear(c)
  permit(mayDeclare(c.var.by.who, asked.membershipId))
  return answered(c, asked, 'head')
})

declarations.on(['get', 'post'], '/:membership/:year/prepare', async (c) => {
  const asked = ofYear(c)
  permit(mayPrepare(c.var.by.who, asked.membershipId))
  return answered(c, asked, 'deputy')
})

/** The one form of both: the head’s declares, the deputy’s makes ready what is not declared yet. */
async function answered(c: Asked, asked: OfYear, as: 'head' | 'deputy') {
  const { by } = c.var
  const school = await membershipOn(by.db, asked.membershipId, by.today)
  if (!isOpen(asked.year, by.today))
    throw notPossible('The year is over, and what was declared for it stands')
  const { clauses, declared, prepared } = await soFar(by, asked, as)
  const form = answersForm(
    clauses,
    as === 'head' ? new Set(declared.map(({ promiseId }) => promiseId)) : new Set(),
  )
  const page = (answers: Answers) => (
    <DeclarePage {...{ school, year: asked.year, clauses, form, answers, as, prepared }} />
  )
  return fillIn<Filled>(c, form, {
    current: async () => {
      const now = await soFar(by, asked, as)
      return holding(
        form,
        [...now.prepared, ...now.declared],
        changesIn(as === 'head' ? now.declared : now.prepared),
      )
    },
    page,
    save: async (filled, by, version) => {
      const answers: Answer[] = answersIn(clauses, filled)
      await (as === 'head' ? declare : prepare)(by, asked, answers, version)
      return `${addressOf(asked.membershipId, asked.year)}?did=saved`
    },
  })
}

/** What stands and what was made ready of it; a deputy is asked only for what is not declared. */
async function soFar(by: Actor, asked: OfYear, as: 'head' | 'deputy') {
  const all = await clausesToDeclare(by.db, asked.year, by.today)
  const declared = await declarationsOf(by.db, asked)
  const done = new Set(declared.map(({ promiseId }) => promiseId))
  const prepared = (await preparationsOf(by.db, asked)).filter(({ promiseId }) => !done.has(promiseId))
  if (as === 'head') return { clauses: all, declared, prepared }
  return { clauses: all.filter(({ promiseId }) => !done.has(promiseId)), declared: [], prepared }
}
