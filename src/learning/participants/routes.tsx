import { memberOptions } from '../../members/queries.ts'
import { personOptions } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { among, History } from '../../platform/history.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { course, sessionsOf } from '../queries.ts'
import { mayKeepCourses, maySeeCourses, takingPartRead } from '../rules.ts'
import { sessionStatuses } from '../tables.ts'
import { addParticipant, correctParticipant, removeParticipant, restoreParticipant } from './actions.ts'
import {
  participants as listing,
  MinePage,
  mine,
  Participants,
  ParticipantsPage,
  participantFilter,
  participantForm,
} from './pages.tsx'
import { participant, participantsListed, removedFrom } from './queries.ts'

export const participants = rooms()

participants.get('/mine', (c) => {
  const { by } = c.var
  permit(maySeeCourses(by.who) && isSignedIn(by.who))
  const own = { person: by.who.personId ?? 0 }
  return list(c, {
    of: mine,
    filter: participantFilter([]),
    sort: '-on',
    name: 'my-courses',
    rows: (asked) => participantsListed(by.db, asked, own, 'all'),
    page: (shown) => <MinePage {...shown} />,
  })
})

const A_FEW = 50

/** The first participants of a course that this person may read of. */
export async function participantsShown(by: Actor, courseId: number) {
  const asked = { filter: {}, order: { sort: 'person', descending: false }, limit: A_FEW, offset: 0 }
  const found = await participantsListed(by.db, asked, { course: courseId }, takingPartRead(by.who))
  return <Participants courseId={courseId} {...found} keeps={mayKeepCourses(by.who)} />
}

async function sessionOptions(db: Reader, courseId: number): Promise<RowOptions> {
  const sessions = await sessionsOf(db, courseId)
  return sessions.map(({ id, heldOn, status }) => [
    id,
    status === 'held' ? inShort(heldOn) : `${inShort(heldOn)} (${sessionStatuses[status].toLowerCase()})`,
  ])
}

participants.get('/:id/participants', async (c) => {
  const { by } = c.var
  permit(maySeeCourses(by.who))
  const found = await course(by.db, idOf(c))
  const keeps = mayKeepCourses(by.who)
  const filter = participantFilter(await sessionOptions(by.db, found.id))
  const removed = keeps ? await removedFrom(by.db, found.id) : []
  return list(c, {
    of: listing(keeps),
    filter,
    sort: 'person',
    name: `participants-${found.id}`,
    rows: (asked) => participantsListed(by.db, asked, { course: found.id }, takingPartRead(by.who)),
    page: (shown) => <ParticipantsPage {...shown} {...{ course: found, filter, keeps, removed }} />,
  })
})

/** The course the office keeps participants of, its form, and the way back. */
async function kept(c: Asked) {
  const { by } = c.var
  permit(mayKeepCourses(by.who))
  const { id, title } = await course(by.db, idOf(c))
  const people = await personOptions(by.db)
  const sessions = await sessionOptions(by.db, id)
  const schools = await memberOptions(by.db)
  const says = {
    personId: among('person', people),
    sessionId: among('session', sessions),
    membershipId: among('school', schools),
  }
  return {
    id,
    form: participantForm(people, sessions, schools),
    says,
    up: { href: `/learning/${id}`, says: title },
  }
}

participants.on(['get', 'post'], '/:id/participants/new', async (c) => {
  const { id, form, up } = await kept(c)
  return fillIn(c, form, {
    page: (answers) => <FormPage {...{ form, answers, up }} title="Add a participant" />,
    save: async (filled, by) => {
      await addParticipant(by, id, filled)
      return `/learning/${id}?did=added`
    },
  })
})

participants.on(['get', 'post'], '/:id/participants/:row', async (c) => {
  const { id: courseId, form, says, up } = await kept(c)
  const { db } = c.var.by
  const { id } = await participant(db, courseId, idOf(c, 'row'))
  const after = (
    <>
      <PressButton
        action={`/learning/${courseId}/participants/${id}/remove`}
        says="Remove this record"
        quiet
      />
      <History of={await revisions(db, 'participants', id)} says={says} />
    </>
  )
  return fillIn(c, form, {
    current: async () => form.blank(await participant(db, courseId, id)),
    page: (answers) => (
      <FormPage {...{ form, answers, up, children: after }} title="Correct this participant" />
    ),
    save: async (changes, by, version) => {
      await correctParticipant(by, { courseId, id, version }, changes)
      return `/learning/${courseId}?did=saved`
    },
  })
})

participants.post('/:id/participants/:row/remove', async (c) => {
  permit(mayKeepCourses(c.var.by.who))
  const [id, row] = [idOf(c), idOf(c, 'row')]
  return press(c, async (by) => {
    await removeParticipant(by, id, row)
    return `/learning/${id}/participants?did=removed`
  })
})

participants.post('/:id/participants/:row/restore', async (c) => {
  permit(mayKeepCourses(c.var.by.who))
  const [id, row] = [idOf(c), idOf(c, 'row')]
  return press(c, async (by) => {
    await restoreParticipant(by, id, row)
    return `/learning/${id}/participants?did=restored`
  })
})
