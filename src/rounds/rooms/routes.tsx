import { FormPage } from '../../platform/form-page.tsx'
import { fillIn, idOf, press, rooms as routes } from '../../platform/web.tsx'
import { idAsked, roundKept } from '../asked.ts'
import { stagesOf } from '../debrief/queries.ts'
import { isAgreed } from '../debrief/rules.ts'
import { addRoom, correctRoom, removeRoom } from './actions.ts'
import { RoomsPage, roomForm } from './pages.tsx'
import { roomOf, roomsOf } from './queries.ts'

export const roomsVisited = routes()

roomsVisited.on(['get', 'post'], '/:id/rooms', async (c) => {
  const { by } = c.var
  const round = await roundKept(c)
  const [rows, stages] = await Promise.all([roomsOf(by.db, round.id), stagesOf(by.db, round.id)])
  const open = round.state !== 'cancelled' && !isAgreed(stages, 'description')
  return fillIn(c, roomForm, {
    page: (answers) => <RoomsPage {...{ round, rows, answers, open }} />,
    save: async (filled, by) => {
      await addRoom(by, round.id, filled)
      return `/rounds/${round.id}/rooms?did=added`
    },
  })
})

roomsVisited.on(['get', 'post'], '/:id/rooms/:room/correct', async (c) => {
  const round = await roundKept(c)
  const { id } = await roomOf(c.var.by.db, round.id, idOf(c, 'room'))
  const up = `/rounds/${round.id}/rooms`
  return fillIn(c, roomForm, {
    current: async () => roomForm.blank(await roomOf(c.var.by.db, round.id, id)),
    page: (answers) => <FormPage form={roomForm} answers={answers} title="Correct this room" up={up} />,
    save: async (filled, by, version) => {
      await correctRoom(by, round.id, { id, version }, filled)
      return `${up}?did=saved`
    },
  })
})

roomsVisited.post('/:id/rooms/:room/remove', async (c) => {
  const [id, room] = [idAsked(c), idOf(c, 'room')]
  return press(c, async (by) => {
    await removeRoom(by, id, room)
    return `/rounds/${id}/rooms?did=removed`
  })
})
