import { clausesOf, versionOn } from '../../agreement/queries.ts'
import { agreeTerm } from '../../agreement/terms/actions.ts'
import { termTyped } from '../../agreement/terms/fields.ts'
import { agreedTerms, changesTo, termsTakenBack } from '../../agreement/terms/queries.ts'
import {
  agreedFor,
  isTermName,
  mayAgreeTerms,
  maySeeTerms,
  mayStillChange,
  type TermName,
  termInWords,
  termKinds,
  termNames,
  termsOf,
} from '../../agreement/terms/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, academicYearOf, yearName } from '../../platform/day.ts'
import { type Answers, typed } from '../../platform/form.ts'
import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, csvFile, fillIn, nameIn, rooms, sentBy, show } from '../../platform/web.tsx'
import { underTerms, type YearCompared, yearsToShow } from '../what-if/queries.ts'
import { leansOn, mayAskWhatIf } from '../what-if/rules.ts'
import {
  agreementForm,
  type Confirmed,
  TermPage,
  type TermRow,
  TermsPage,
  type Trial,
  termsList,
  trialForm,
} from './pages.tsx'
import { takingBack } from './take-back.tsx'
import { TakenBack } from './take-back-page.tsx'

export const termsAgreed = rooms()

termsAgreed.route('/', takingBack)

termsAgreed.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeTerms(by.who))
  const rows = await termRows(by, termNames)
  if (c.req.query('format') === 'csv') return csvFile(c, termsList, rows, 'agreed-numbers')
  return show(c, <TermsPage rows={rows} whatIf={mayAskWhatIf(by.who)} />)
})

termsAgreed.on(['get', 'post'], '/:name', async (c) => {
  const { by } = c.var
  permit(maySeeTerms(by.who))
  const name = nameIn(c, 'name')
  if (!isTermName(name)) throw notFound()
  if (c.req.method === 'GET') return show(c, await shown(c, name))
  permit(mayAgreeTerms(by.who))
  return agreed(c, name)
})

/** What the number is, and for the office: another to try, and what it would change once it was typed. */
async function shown(c: Asked, name: TermName) {
  const { by } = c.var
  const facts = await told(by, name)
  if (!mayAgreeTerms(by.who)) return <TermPage {...facts} asked={null} confirmed={null} />
  const form = trialForm(name, academicYearOf(by.today))
  const query = new URL(c.req.url).searchParams
  const values = typed(query, Object.keys(form.fields))
  const read = form.read(query)
  const tried = query.has('value')
  const errors = tried && 'answers' in read ? read.answers.errors : []
  const asked = { form, answers: { values, errors, key: '' } }
  if (!tried || 'answers' in read) return <TermPage {...facts} asked={asked} confirmed={null} />
  const seen = await preview(by, name, read.filled)
  const answers = { ...(await current(by, name)), values: { ...values, decision: '' } }
  return <TermPage {...facts} asked={asked} confirmed={{ ...seen, answers }} />
}

/** Written down, or shown again with what is wrong beside what it would change. */
async function agreed(c: Asked, name: TermName) {
  const { by } = c.var
  const now = academicYearOf(by.today)
  const trial = trialForm(name, now)
  const read = trial.read(await sentBy(c))
  const facts = await told(by, name)
  const seen = await preview(by, name, 'filled' in read ? read.filled : undefined)
  return fillIn(c, agreementForm(name, now), {
    current: () => current(by, name),
    page: (answers) => (
      <TermPage
        {...facts}
        asked={{ form: trial, answers: { ...answers, errors: [] } }}
        confirmed={{ ...seen, answers }}
      />
    ),
    save: async (filled, by, version) => {
      await agreeTerm(by, { name, ...filled }, version)
      return `/standing/terms/${name}?did=saved`
    },
  })
}

/** What holds now, as it would be typed, and how often it has been set. */
async function current(by: Actor, name: TermName): Promise<Answers> {
  const now = academicYearOf(by.today)
  const holds = agreedFor(await agreedTerms(by.db, name), name, now)
  const version = await changesTo(by.db, name)
  const value = termTyped(name, holds?.value ?? termKinds[name].standard)
  return agreementForm(name, now).blank({
    value: value as never,
    year: holds?.year ?? now,
    decision: holds?.decision ?? '',
    version,
  })
}

/** This year as it stands today, and the year recorded last before it. */
async function preview(
  by: Actor,
  name: TermName,
  trial: Trial | undefined,
): Promise<Omit<Confirmed, 'answers'>> {
  const now = academicYearOf(by.today)
  const form = agreementForm(name, now)
  if (!trial) return { form, trial, years: [] }
  const years: YearCompared[] = []
  for (const year of await yearsToShow(by.totals, by.today))
    years.push(await underTerms(by.totals, { year, today: by.today }, { [name]: trial.value }))
  return { form, trial, years }
}

async function told(by: Actor, name: TermName) {
  const [row] = await termRows(by, [name])
  const agreed = await agreedTerms(by.db, name)
  const before = await Promise.all(agreed.map(({ id }) => revisions(by.db, 'agreedTerms', id)))
  const says = {
    value: { is: 'Number', says: (value: unknown) => termInWords(name, Number(value)) },
    year: { is: 'From', says: (value: unknown) => yearName(Number(value) as AcademicYear) },
    decision: { is: 'Decided', says: (value: unknown) => String(value) },
  }
  const history = before.map((of) => <History of={of} says={says} />)
  const now = academicYearOf(by.today)
  const mayChange = ({ year }: { year: AcademicYear }) => mayAgreeTerms(by.who) && mayStillChange(year, now)
  const takenBack = (
    <TakenBack
      name={name}
      terms={await termsTakenBack(by.db, name)}
      mayPutBack={(term) => term.free && mayChange(term)}
    />
  )
  return {
    row: row as TermRow,
    agreed: agreed.map((term) => ({ ...term, mayTakeBack: mayChange(term) })),
    revisions: <>{history}</>,
    takenBack,
  }
}

/** What holds this year of each of these numbers, and the clauses in force that lean on it. */
async function termRows({ db, today }: Actor, names: TermName[]): Promise<TermRow[]> {
  const year = academicYearOf(today)
  const agreed = await agreedTerms(db)
  const version = await versionOn(db, today)
  const clauses = version ? await clausesOf(db, version.id) : []
  const now = termsOf(agreed, year)
  return names.map((name) => ({
    name,
    year,
    value: now[name],
    agreed: agreedFor(agreed, name, year),
    clauses: clauses.filter((clause) => leansOn(clause, [name])).map(({ number }) => number),
  }))
}
