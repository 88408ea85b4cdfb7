import { membersOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import type { Reader } from '../../platform/db.ts'
import type { MeetingRow } from '../queries.ts'
import { quorumOf, type Sitting, sitting } from '../seats/queries.ts'
import { LATEST, quorumInWords } from '../seats/rules.ts'
import { namesRead, registerChanges, registerOf } from './queries.ts'
import { turnout } from './rules.ts'
import { Register } from './shown.tsx'

/** The register on the page of its meeting; nothing of a meeting that has none yet. */
export async function registerSection(by: Actor, { id, heldOn, status }: MeetingRow, keeps: boolean) {
  const [rows, members, changes, at] = await Promise.all([
    registerOf(by.db, id, namesRead(by.who, keeps)),
    membersOn(by.db, heldOn),
    keeps ? registerChanges(by.db, id) : [],
    sitting(by.db, id),
  ])
  if (status !== 'held' && rows.length + changes.length === 0) return null
  const counted = turnout(
    rows,
    members.map((member) => member.id),
  )
  const unrecorded = members.filter((member) => counted.unrecorded.includes(member.id))
  const named = unrecorded.map(({ shortName }) => shortName)
  const quorum = await quorumSaid(by, at)
  const isOver = heldOn < by.today || at.endedAt !== null
  return (
    <Register
      meetingId={id}
      {...{ rows, changes, keeps, quorum, isOver }}
      turnout={counted}
      unrecorded={named}
    />
  )
}

/** The board’s quorum in words: as it stands while the meeting is on, and afterwards over the whole of it. */
export async function quorumSaid({ db, today }: { db: Reader; today: Actor['today'] }, at: Sitting) {
  if (!at.ofBoard || at.status === 'cancelled' || at.heldOn > today) return null
  const isOver = at.heldOn < today || at.endedAt !== null
  return quorumInWords(await quorumOf(db, at, isOver ? null : LATEST), isOver)
}
