import { History } from '../../platform/history.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { addArea, bringBackArea, renameArea, retireArea } from './actions.ts'
import { AreaFormPage, AreasPage, areaForm } from './pages.tsx'
import { area, areas } from './queries.ts'
import { mayKeepAreas } from './rules.ts'

export const supportAreas = rooms()

supportAreas.get('/', async (c) => {
  const { by } = c.var
  permit(mayKeepAreas(by.who))
  return show(c, <AreasPage rows={await areas(by.db)} />)
})

supportAreas.on(['get', 'post'], '/new', (c) => {
  permit(mayKeepAreas(c.var.by.who))
  return fillIn(c, areaForm, {
    page: (answers) => <AreaFormPage answers={answers} title="Add an area of support" />,
    save: async (filled, by) => {
      await addArea(by, filled)
      return '/support/areas?did=added'
    },
  })
})

supportAreas.on(['get', 'post'], '/:id/correct', async (c) => {
  const { by } = c.var
  permit(mayKeepAreas(by.who))
  const { id } = await area(by.db, idOf(c))
  const history = <History of={await revisions(by.db, 'supportAreas', id)} />
  return fillIn(c, areaForm, {
    current: async () => areaForm.blank(await area(by.db, id)),
    page: (answers) => <AreaFormPage {...{ answers, history }} title="Rename an area of support" />,
    save: async (filled, by, version) => {
      await renameArea(by, { id, version }, filled)
      return '/support/areas?did=saved'
    },
  })
})

const pressed = (c: Asked, act: typeof retireArea) => {
  permit(mayKeepAreas(c.var.by.who))
  return press(c, async (by) => {
    await act(by, idOf(c))
    return '/support/areas?did=saved'
  })
}
supportAreas.post('/:id/retire', (c) => pressed(c, retireArea))
supportAreas.post('/:id/bring-back', (c) => pressed(c, bringBackArea))
