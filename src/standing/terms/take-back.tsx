import { putBackTerm, takeBackTerm } from '../../agreement/terms/actions.ts'
import { type AgreedTerm, agreedTerms, changesTo } from '../../agreement/terms/queries.ts'
import {
  isTermName,
  mayAgreeTerms,
  mayStillChange,
  type TermName,
  termsOf,
} from '../../agreement/terms/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, academicYearOf } from '../../platform/day.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, nameIn, press, rooms } from '../../platform/web.tsx'
import { underTerms, type YearCompared, yearsToShow } from '../what-if/queries.ts'
import { TakeBackPage, takeBackForm } from './take-back-page.tsx'

export const takingBack = rooms()

takingBack.on(['get', 'post'], '/:name/:row/remove', async (c) => {
  const { by } = c.var
  const name = nameKept(c)
  const terms = await agreedTerms(by.db, name)
  const term = terms.find(({ id }) => id === idOf(c, 'row'))
  if (!term || !mayStillChange(term.year, academicYearOf(by.today))) throw notFound()
  const holds = without(terms, term, name)
  const years = await withoutIt(by, name, holds)
  const blank = async () => takeBackForm.blank({ version: await changesTo(by.db, name) })
  return fillIn(c, takeBackForm, {
    current: blank,
    page: (answers) => <TakeBackPage {...{ name, term, years, answers }} instead={holds(term.year)} />,
    save: async (_, by, version) => {
      await takeBackTerm(by, { id: term.id, name }, version)
      return `/standing/terms/${name}?did=removed`
    },
  })
})

takingBack.post('/:name/:row/restore', (c) => {
  const name = nameKept(c)
  const id = idOf(c, 'row')
  return press(c, async (by) => {
    await putBackTerm(by, { id, name })
    return `/standing/terms/${name}?did=restored`
  })
})

function nameKept(c: Asked): TermName {
  permit(mayAgreeTerms(c.var.by.who))
  const name = nameIn(c, 'name')
  if (!isTermName(name)) throw notFound()
  return name
}

/** What would hold in a year, were one number taken back. */
const without =
  (terms: AgreedTerm[], { id }: AgreedTerm, name: TermName) =>
  (year: AcademicYear): number =>
    termsOf(
      terms.filter((one) => one.id !== id),
      year,
    )[name]

/** This year as it stands today, and the year recorded last before it. */
async function withoutIt({ totals, today }: Actor, name: TermName, holds: (year: AcademicYear) => number) {
  const years: YearCompared[] = []
  for (const year of await yearsToShow(totals, today))
    years.push(await underTerms(totals, { year, today }, { [name]: holds(year) }))
  return years
}
