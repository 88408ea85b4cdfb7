import { History } from '../../../platform/history.tsx'
import { permit } from '../../../platform/refusal.ts'
import { revisions } from '../../../platform/revision.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../../platform/web.tsx'
import { fromKept } from '../csv/columns.ts'
import { mappingForm } from '../form.ts'
import { mayKeepStatements } from '../rules.ts'
import { correctMapping, removeMapping } from './actions.ts'
import { CorrectMappingPage, MappingsPage } from './pages.tsx'
import { mapping, mappings } from './queries.ts'

export const bankMappings = rooms()

const office = (c: Asked) => permit(mayKeepStatements(c.var.by.who))

bankMappings.get('/', async (c) => {
  office(c)
  return show(c, <MappingsPage rows={await mappings(c.var.by.db)} />)
})

bankMappings.on(['get', 'post'], '/:id/correct', async (c) => {
  office(c)
  const { by } = c.var
  const { id, headings } = await mapping(by.db, idOf(c))
  const form = mappingForm(fromKept(headings))
  const history = <History of={await revisions(by.db, 'bankMappings', id)} />
  return fillIn(c, form, {
    current: async () => form.blank(await mapping(by.db, id)),
    page: (answers) => <CorrectMappingPage {...{ form, answers, history }} />,
    save: async (filled, by, version) => {
      await correctMapping(by, { id, version }, filled)
      return '/subscriptions/statements/mappings?did=saved'
    },
  })
})

bankMappings.post('/:id/remove', (c) => {
  office(c)
  return press(c, async (by) => {
    await removeMapping(by, idOf(c))
    return '/subscriptions/statements/mappings?did=removed'
  })
})
