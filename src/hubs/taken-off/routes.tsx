import { idOf, press, rooms } from '../../platform/web.tsx'
import { hubKept } from '../asked.ts'
import { type Kind, kinds, putBack, takeOff } from './actions.ts'

export const removal = rooms()

for (const kind of Object.keys(kinds) as Kind[]) {
  removal.post(`/:id/${kind}/:row/remove`, async (c) => {
    const hub = await hubKept(c)
    return press(c, async (by) => {
      await takeOff(by, hub, kind, idOf(c, 'row'))
      return `/hubs/${hub.id}?did=removed`
    })
  })
  removal.post(`/:id/${kind}/:row/restore`, async (c) => {
    const hub = await hubKept(c)
    return press(c, async (by) => {
      await putBack(by, hub, kind, idOf(c, 'row'))
      return `/hubs/${hub.id}/${kind}/${idOf(c, 'row')}?did=restored`
    })
  })
}
