import { History } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { mayDo } from '../plan/rules.ts'
import { correctNote, noteVisit } from './actions.ts'
import { noteForm } from './form.ts'
import { MendNotePage, NoteFormPage, NotePage } from './pages.tsx'
import { agreedBefore, dueDays, noteOf, visitOf } from './queries.ts'
import { mayMend, notesFor, refusalOf } from './rules.ts'

/** Notes of visits, at the address of each visit. */
export const visitNotes = rooms()

async function visitAsked(c: Asked) {
  const { by } = c.var
  permit(isSignedIn(by.who))
  return visitOf(by.db, idOf(c))
}
type Visit = Awaited<ReturnType<typeof visitAsked>>

async function shown(c: Asked, visit: Visit) {
  const { who, db, today } = c.var.by
  const [note, before] = await Promise.all([noteOf(db, visit.id), agreedBefore(db, visit)])
  const history = note ? await revisions(db, 'visitNotes', note.id) : []
  const may = {
    mend: note !== undefined && mayMend(who, visit, note.writtenBy),
    rebook: mayDo(who, 'rebook', visit.deployment),
  }
  const leave = ['visit_id', 'written_at', 'noted_on', 'due_on']
  return show(
    c,
    <NotePage {...{ visit, note, before, today, may }} history={<History of={history} leave={leave} />} />,
  )
}

visitNotes.on(['get', 'post'], '/:id/note', async (c) => {
  const { by } = c.var
  const visit = await visitAsked(c)
  const note = await noteOf(by.db, visit.id)
  const notes = notesFor(by.who, visit)
  if (c.req.method === 'GET' && (note || !notes || refusalOf(visit, by.today) !== null))
    return shown(c, visit)
  permit(notes)
  const [before, dueOn] = await Promise.all([
    agreedBefore(by.db, visit),
    dueDays(by.db).then((due) => due(visit.visitedOn)),
  ])
  const rebooks = mayDo(by.who, 'rebook', visit.deployment)
  return fillIn(c, noteForm(visit.kind), {
    page: (answers) => <NoteFormPage {...{ visit, before, answers, dueOn, rebooks }} today={by.today} />,
    save: async (filled, by) => {
      await noteVisit(by, visit.id, filled)
      return `/support/visits/${visit.id}/note?did=saved`
    },
  })
})

visitNotes.on(['get', 'post'], '/:id/note/correct', async (c) => {
  const { by } = c.var
  const visit = await visitAsked(c)
  const note = await noteOf(by.db, visit.id)
  if (!note) throw notFound()
  permit(mayMend(by.who, visit, note.writtenBy))
  const form = noteForm(visit.kind)
  return fillIn(c, form, {
    current: async () => form.blank((await noteOf(by.db, visit.id)) ?? note),
    page: (answers) => <MendNotePage visit={visit} answers={answers} />,
    save: async (filled, by, version) => {
      await correctNote(by, visit.id, version, filled)
      return `/support/visits/${visit.id}/note?did=saved`
    },
  })
})
