import type { Actor } from '../../platform/action.ts'
import { joinSeveral } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notPossible } from '../../platform/refusal.ts'
import { fillIn, idOf, press, rooms as routes } from '../../platform/web.tsx'
import { idAsked, roundAsked } from '../asked.ts'
import { stagesOf } from '../debrief/queries.ts'
import type { RoundWithin } from '../queries.ts'
import { roomsOf } from '../rooms/queries.ts'
import { visitorsOf } from '../visitors/queries.ts'
import { correctNote, removeNote, writeNote } from './actions.ts'
import { NotesPage, noteForm } from './pages.tsx'
import { notesOf, ownNote } from './queries.ts'
import { readsAll, whyNoNotes } from './rules.ts'

export const roundNotes = routes()

async function notebook({ db, who, today }: Actor, round: RoundWithin) {
  const own = readsAll(round) ? null : { personId: who.personId ?? 0 }
  const [rooms, visitors, stages, notes] = await Promise.all([
    roomsOf(db, round.id),
    visitorsOf(db, round.id),
    stagesOf(db, round.id),
    notesOf(db, round.id, own),
  ])
  const visits = visitors.some(({ personId }) => personId === who.personId)
  const why = whyNoNotes({ round, stages, rooms: rooms.length, visits, today })
  return { rooms, notes, why }
}

roundNotes.on(['get', 'post'], '/:id/notes', async (c) => {
  const { by } = c.var
  const round = await roundAsked(c)
  const { rooms, notes, why } = await notebook(by, round)
  const form = noteForm(rooms)
  const room = rooms.find(({ id }) => String(id) === c.req.query('room'))
  return fillIn(c, form, {
    current: async () => form.blank({ roomId: room?.id ?? '' }),
    page: (answers) => (
      <NotesPage {...{ round, form, answers, rooms, notes, why }} personId={by.who.personId} />
    ),
    save: async (filled, by) => {
      await writeNote(by, round.id, filled)
      return `/rounds/${round.id}/notes?room=${filled.roomId}&did=added`
    },
  })
})

roundNotes.on(['get', 'post'], '/:id/notes/:note/correct', async (c) => {
  const { by } = c.var
  const round = await roundAsked(c)
  const { id } = await ownNote(by.db, round.id, idOf(c, 'note'), by.who.personId)
  const { rooms, why } = await notebook(by, round)
  if (why && c.req.method === 'GET') throw notPossible(why)
  const form = noteForm(rooms)
  const up = `/rounds/${round.id}/notes`
  return fillIn(c, form, {
    current: async () => {
      const note = await ownNote(by.db, round.id, id, by.who.personId)
      return form.blank({ ...note, asSaid: note.keptAsSaid ? joinSeveral([1]) : '' })
    },
    page: (answers) => <FormPage form={form} answers={answers} title="Correct your note" up={up} />,
    save: async (filled, by, version) => {
      await correctNote(by, round.id, { id, version }, filled)
      return `${up}?did=saved`
    },
  })
})

roundNotes.post('/:id/notes/:note/remove', async (c) => {
  const [id, note] = [idAsked(c), idOf(c, 'note')]
  return press(c, async (by) => {
    await removeNote(by, id, note)
    return `/rounds/${id}/notes?did=removed`
  })
})
