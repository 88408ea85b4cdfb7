import { groupOptions } from '../groups/queries.ts'
import { memberOptions } from '../members/queries.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { maySeeCohorts } from '../reading/rules.ts'
import { correctCaseStudy, recordCaseStudy } from './actions.ts'
import {
  asFilled,
  CaseStudiesPage,
  CaseStudyPage,
  caseStudyFilter,
  caseStudyForm,
  caseStudies as table,
} from './pages.tsx'
import { caseStudiesListed, caseStudy, cohortsTold } from './queries.ts'
import { mayKeepCaseStudies, maySeeCaseStudies } from './rules.ts'

export const caseStudies = rooms()

caseStudies.get('/', (c) => {
  const { by } = c.var
  permit(maySeeCaseStudies(by.who))
  const keeps = mayKeepCaseStudies(by.who)
  return list(c, {
    of: table,
    filter: caseStudyFilter,
    sort: '-on',
    name: 'case-studies',
    rows: (asked) => caseStudiesListed(by.db, asked),
    page: (shown) => <CaseStudiesPage {...shown} keeps={keeps} />,
  })
})

const form = async ({ var: { by } }: Asked) =>
  caseStudyForm(await memberOptions(by.db), await groupOptions(by.db, 'all'))

caseStudies.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepCaseStudies(c.var.by.who))
  const asked = await form(c)
  return fillIn(c, asked, {
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Write a case study" up="/case-studies" />
    ),
    save: async (study, by) => `/case-studies/${await recordCaseStudy(by, study)}?did=added`,
  })
})

caseStudies.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeCaseStudies(by.who))
  const study = await caseStudy(by.db, idOf(c))
  const keeps = mayKeepCaseStudies(by.who)
  const history = keeps && <History of={await revisions(by.db, 'caseStudies', study.id)} />
  const told = { cohorts: await cohortsTold(by.totals, study.body), opensReading: maySeeCohorts(by.who) }
  return show(c, <CaseStudyPage study={study} {...told} keeps={keeps} history={history} />)
})

caseStudies.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepCaseStudies(by.who))
  const id = idOf(c)
  const asked = await form(c)
  return fillIn(c, asked, {
    current: async () => asked.blank(asFilled(await caseStudy(by.db, id))),
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Correct this case study" up={`/case-studies/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctCaseStudy(by, { id, version }, changes)
      return `/case-studies/${id}?did=saved`
    },
  })
})
