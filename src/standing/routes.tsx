import type { Member } from '../members/tables.ts'
import { type AcademicYear, academicYearOf, inWords, yearTyped } from '../platform/day.ts'
import type { Answers } from '../platform/form.ts'
import { pdf } from '../platform/pdf.ts'
import { notFound, permit, Refusal } from '../platform/refusal.ts'
import { csvText } from '../platform/sheet.ts'
import { csvRows } from '../platform/table.tsx'
import { type Asked, file, idOf, nameIn, rooms, show } from '../platform/web.tsx'
import { AlliancePage, ClauseOfAlliancePage } from './alliance-page.tsx'
import { ChasePage, NoAgreementPage, OwnSchoolsPage } from './chase-page.tsx'
import { schoolHref } from './judged.tsx'
import { printedStanding } from './print.ts'
import { type AsAt, addressees, type Standings, standings } from './queries.ts'
import { mayChase, maySeeSchool, maySeeTotals, ownSchools } from './rules.ts'
import { schoolShown, usualDay, yearsOver } from './school.ts'
import { standingFile } from './school-file.ts'
import { ClauseOfSchoolPage, dayForm, SchoolPage } from './school-page.tsx'
import { totalsOf } from './totals.ts'

export const standing = rooms()

/** Each to where it belongs: a school’s own people to it, the office to all, others to the totals. */
standing.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeTotals(by.who))
  const own = ownSchools(by.who)
  if (mayChase(by.who)) return c.redirect('/standing/schools', 303)
  if (own.length === 0) return c.redirect('/standing/alliance', 303)
  const [only] = own
  if (own.length === 1 && only !== undefined) return c.redirect(schoolHref(only), 303)
  return show(c, <OwnSchoolsPage own={await named(c, own)} />)
})

const named = (c: Asked, ids: number[]) =>
  ids.length === 0
    ? []
    : c.var.by.db
        .selectFrom('members')
        .select(['id', 'name'])
        .where('id', 'in', ids)
        .orderBy('name')
        .execute()

standing.get('/schools', async (c) => {
  const { by } = c.var
  permit(mayChase(by.who))
  const [found, people] = await Promise.all([standings(by.totals, by.today), addressees(by.db, by.today)])
  if (!found.version) return show(c, <NoAgreementPage title="School by school" />)
  const schools = found.members.map((member) => ({
    member,
    stands: found.of(member),
    addressees: people.filter(({ membershipId }) => membershipId === member.id),
  }))
  return show(c, <ChasePage schools={schools} asked={found.asked} version={found.version} />)
})

/** The school that an address names, for those whose own it is; for anybody else there is none. */
function schoolOf(c: Asked): number {
  const id = idOf(c, 'membership')
  permit(maySeeTotals(c.var.by.who))
  if (!maySeeSchool(c.var.by.who, id)) throw notFound()
  return id
}

type Moment = { asAt: AsAt; answers: Answers; query: string }

/** The day or the year that was asked for; a day that cannot be understood, or is to come, is said to be wrong. */
async function momentOf(c: Asked, id: number): Promise<Moment> {
  const { by } = c.var
  const query = new URL(c.req.url).searchParams
  const blank = dayForm.blank()
  const year = query.get('year')
  if (year !== null)
    return { asAt: yearOver(c, year), answers: blank, query: `?year=${encodeURIComponent(year)}` }
  const usual = { asAt: await usualDay(by, id), query: '' }
  if (!query.has('on')) return { ...usual, answers: blank }
  const read = dayForm.read(query)
  if ('answers' in read) return { ...usual, answers: read.answers }
  const { on } = read.filled
  if (on === null) return { ...usual, answers: blank }
  const answers = { ...blank, values: { on: query.get('on') ?? '' } }
  const message = `Enter a day up to today, ${inWords(by.today)}`
  if (on > by.today) return { ...usual, answers: { ...answers, errors: [{ field: 'on', message }] } }
  return { asAt: on, answers, query: `?on=${on}` }
}

function yearOver(c: Asked, text: string): { atEndOf: AcademicYear } {
  const year = yearTyped(text)
  if (year === undefined || year >= academicYearOf(c.var.by.today)) throw notFound()
  return { atEndOf: year }
}

standing.get('/schools/:membership', async (c) => {
  const { by } = c.var
  const id = schoolOf(c)
  const moment = await momentOf(c, id)
  const [shown, answers, query] = await shownOr(c, id, moment)
  if (!shown) return show(c, <NoAgreementPage title="How the school stands" />)
  const years = await yearsOver(by, shown.member)
  const page = (
    <SchoolPage {...shown} {...{ answers, query, years }} today={by.today} all={mayChase(by.who)} />
  )
  return show(c, page, answers.errors.length > 0 ? 422 : 200)
})

/** A day on which the school was no member is said beside the question, and the usual day shown. */
async function shownOr(c: Asked, id: number, { asAt, answers, query }: Moment) {
  const { by } = c.var
  try {
    return [await schoolShown(by, id, asAt), answers, query] as const
  } catch (error) {
    if (!(error instanceof Refusal && error.field === 'on' && query.startsWith('?on='))) throw error
    const errors = [{ field: 'on', message: error.message }]
    return [await schoolShown(by, id, await usualDay(by, id)), { ...answers, errors }, ''] as const
  }
}

async function asked(c: Asked) {
  const id = schoolOf(c)
  const { asAt, query, answers } = await momentOf(c, id)
  if (answers.errors.length > 0) throw notFound()
  const shown = await schoolShown(c.var.by, id, asAt)
  if (!shown) throw notFound()
  return { shown, query }
}

const fileName = (member: Member, on: string) => `standing-${member.shortName}-${on}`

standing.get('/schools/:membership/standing.csv', async (c) => {
  const { shown } = await asked(c)
  const { columns, rows } = csvRows(standingFile, shown.stands)
  const name = `${fileName(shown.member, shown.asked.on)}.csv`
  return file(c, csvText(columns, rows), name, 'text/csv; charset=utf-8')
})

standing.get('/schools/:membership/standing.pdf', async (c) => {
  const { shown } = await asked(c)
  const document = printedStanding(shown, c.var.frame.alliance.name)
  return file(c, await pdf(document), `${fileName(shown.member, shown.asked.on)}.pdf`, 'application/pdf')
})

standing.get('/schools/:membership/clauses/:number', async (c) => {
  const { shown, query } = await asked(c)
  const number = nameIn(c, 'number')
  const stand = shown.stands.find(({ clause }) => clause.number === number)
  if (!stand) throw notFound()
  return show(c, <ClauseOfSchoolPage {...shown} stand={stand} query={query} />)
})

/** Totals as at today only: those of two days side by side could tell which school came between them. */
const totalsNow = ({ var: { by } }: Asked) => standings(by.totals, by.today)

standing.get('/alliance', async (c) => {
  permit(maySeeTotals(c.var.by.who))
  const found = await totalsNow(c)
  const { asked, version, members, clauses } = found
  if (!version) return show(c, <NoAgreementPage title="How the alliance stands" />)
  const counts = totalsOf(found)
  const totals = clauses.flatMap((clause, at) => {
    const of = counts[at]
    return of ? [{ clause, counts: of }] : []
  })
  return show(c, <AlliancePage {...{ asked, version, totals }} members={members.length} />)
})

standing.get('/alliance/clauses/:number', async (c) => {
  const { by } = c.var
  permit(maySeeTotals(by.who))
  const number = nameIn(c, 'number')
  const yearBefore = (academicYearOf(by.today) - 1) as AcademicYear
  const [now, then] = await Promise.all([totalsNow(c), standings(by.totals, { atEndOf: yearBefore })])
  const at = now.clauses.findIndex((clause) => clause.number === number)
  const clause = now.clauses[at]
  const counts = totalsOf(now)[at]
  if (!clause || !counts) throw notFound()
  const before = countsOf(then, clause.promiseId)
  const stand = { clause, commitment: now.commitmentOf(clause) }
  const own = await named(c, ownSchools(by.who))
  return show(
    c,
    <ClauseOfAlliancePage
      {...{ asked: now.asked, version: now.version, stand, own }}
      now={counts}
      before={before && { year: yearBefore, counts: before }}
    />,
  )
})

/** The totals of the promise that a clause restates, whatever its number was then. */
function countsOf(then: Standings, promiseId: number) {
  const at = then.clauses.findIndex((clause) => clause.promiseId === promiseId)
  return totalsOf(then)[at] ?? null
}
