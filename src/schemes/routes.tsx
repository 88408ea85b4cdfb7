import { memberOptions } from '../members/queries.ts'
import { joinSeveral } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { History } from '../platform/history.tsx'
import { permit } from '../platform/refusal.ts'
import { revisions } from '../platform/revision.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../platform/web.tsx'
import { correctScheme, recordScheme } from './actions.ts'
import { SchemePage, SchemesPage, schemeFilter, schemeForm, schemes as table } from './pages.tsx'
import { scheme, schemesListed, schoolsIn } from './queries.ts'
import { mayKeepSchemes, maySeeSchemes } from './rules.ts'

export const schemes = rooms()

schemes.get('/', (c) => {
  const { by } = c.var
  permit(maySeeSchemes(by.who))
  const keeps = mayKeepSchemes(by.who)
  return list(c, {
    of: table,
    filter: schemeFilter,
    sort: '-from',
    name: 'joint-schemes',
    rows: (asked) => schemesListed(by.db, asked),
    page: (shown) => <SchemesPage {...shown} keeps={keeps} />,
  })
})

const form = async ({ var: { by } }: Asked) => schemeForm(await memberOptions(by.db))

schemes.on(['get', 'post'], '/new', async (c) => {
  permit(mayKeepSchemes(c.var.by.who))
  const asked = await form(c)
  return fillIn(c, asked, {
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Record a joint scheme" up="/schemes" />
    ),
    save: async (scheme, by) => `/schemes/${await recordScheme(by, scheme)}?did=added`,
  })
})

schemes.get('/:id', async (c) => {
  const { by } = c.var
  permit(maySeeSchemes(by.who))
  const keeps = mayKeepSchemes(by.who)
  const found = await scheme(by.db, idOf(c))
  const schools = await schoolsIn(by.db, found.id)
  const history = keeps && <History of={await revisions(by.db, 'schemes', found.id)} />
  return show(c, <SchemePage scheme={found} schools={schools} keeps={keeps} history={history} />)
})

schemes.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepSchemes(by.who))
  const id = idOf(c)
  const asked = await form(c)
  return fillIn(c, asked, {
    current: async () => {
      const schools = (await schoolsIn(by.db, id)).map((school) => school.id)
      return asked.blank({ ...(await scheme(by.db, id)), schools: joinSeveral(schools) })
    },
    page: (answers) => (
      <FormPage form={asked} answers={answers} title="Correct this scheme" up={`/schemes/${id}`} />
    ),
    save: async (changes, by, version) => {
      await correctScheme(by, { id, version }, changes)
      return `/schemes/${id}?did=saved`
    },
  })
})
