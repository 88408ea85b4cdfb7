import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { momentInWords } from '../../platform/day.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { noPupils, withPupilNumber } from '../plan/rules.ts'
import type { NoteFilled } from './form.ts'
import { dueDays, noteOf, visitOf } from './queries.ts'
import { mayMend, notedAlready, notesFor, refusalOf } from './rules.ts'

const twice: Refusals = {
  visit_notes_once: { says: 'Somebody else noted this visit at this moment: open it once more' },
}

/**
 * Notes a visit, which makes it done. Of two who note it at once the second is told by whom it was noted, and when; it
 * waits for the first, since the visit is locked.
 */
export const noteVisit = (by: Actor, visitId: number, filled: NoteFilled) =>
  by.act({ did: 'noted a support visit', subject: `support/visits/${visitId}` }, async (tx, by) => {
    await tx.selectFrom('supportVisits').select('id').where('id', '=', visitId).forNoKeyUpdate().execute()
    const visit = await visitOf(tx, visitId)
    permit(notesFor(by.who, visit))
    const before = await noteOf(tx, visitId)
    if (before)
      throw notPossible(
        notedAlready({ writtenBy: before.writtenByName, when: momentInWords(before.writtenAt) }),
      )
    const refusal = refusalOf(visit, by.today)
    if (refusal) throw notPossible(refusal)
    refusePupils(filled)
    const dueOn = await (await dueDays(tx))(visit.visitedOn)
    const own = { visitId, dueOn, notedOn: by.today, writtenBy: by.who.personId }
    await refusing(twice, () =>
      tx
        .insertInto('visitNotes')
        .values({ ...filled, ...own })
        .execute(),
    )
    if (visit.status === 'planned')
      await correct(tx, by, 'supportVisits', { id: visitId, version: visit.version }, { status: 'done' })
  })

/** Mends a note as it stood at this version, keeping what stood before; when it was written stays as it was. */
export const correctNote = (by: Actor, visitId: number, version: number, filled: NoteFilled) =>
  by.act(
    { did: 'corrected the note of a support visit', subject: `support/visits/${visitId}` },
    async (tx, by) => {
      const visit = await visitOf(tx, visitId)
      const note = await noteOf(tx, visitId)
      if (!note) throw notFound()
      permit(mayMend(by.who, visit, note.writtenBy))
      refusePupils(filled)
      await correct(tx, by, 'visitNotes', { id: note.id, version }, filled)
    },
  )

function refusePupils({ done, met, next }: NoteFilled) {
  const field = withPupilNumber({ done, met, next })
  if (field) throw notPossible(noPupils, field)
}
