import { sql } from 'kysely'
import { agreedTerms } from '../../agreement/terms/queries.ts'
import { termsOf } from '../../agreement/terms/rules.ts'
import { academicYearOf, addDays, type Day, inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { type GroupOfMeeting, groupsOf } from '../queries.ts'
import { mayKeepMeeting, type Officers } from '../rules.ts'
import { lastDayToSend } from './issue/rules.ts'

/** So long before the last day to send an agenda its keepers are asked for it. */
const AHEAD_DAYS = 14

type Unsent = Officers & {
  id: number
  title: string
  heldOn: Day
  groups: GroupOfMeeting[]
  items: number
  proposals: number
}

/**
 * What of agendas waits for whoever keeps them: items that members proposed, and the agenda itself while it can still
 * be sent in time. The office is asked for those that nobody else keeps.
 */
export const needs: Needs = async ({ who, db, today }) => {
  if (who.personId === null) return []
  const agreed = await agreedTerms(db, 'noticeDays')
  const sendBy = ({ heldOn }: Unsent) =>
    lastDayToSend(heldOn, termsOf(agreed, academicYearOf(heldOn)).noticeDays)
  const unsent = (await unsentAgendas(db, today)).filter((one) => asks(who, one))
  const due = unsent.filter((one) => sendBy(one) <= addDays(today, AHEAD_DAYS))
  return [
    ...unsent.filter(({ proposals }) => proposals > 0).map(answerNeed),
    ...due.map((one) => sendNeed(one, sendBy(one), today)),
  ]
}

const asks = (who: Who, { groups, ...officers }: Unsent) =>
  mayKeepMeeting({ ...who, held: [] }, groups, officers) ||
  (isOffice(who) && isNobodys({ groups, ...officers }))

/** A meeting that has no clerk, and no lead of a group of its own. */
const isNobodys = ({ groups, clerkId }: Pick<Unsent, 'groups' | 'clerkId'>) =>
  clerkId === null && groups.some(({ kind }) => kind === 'board' || kind === 'ssig')

const MOST_DAYS = 90

async function unsentAgendas(db: Reader, today: Day): Promise<Unsent[]> {
  const { rows } = await sql<Unsent>`
    select meetings.id, meetings.title, held_on, chair_id, clerk_id, ${groupsOf} as groups,
      (select count(*) from agenda_items where meeting_id = meetings.id and state = 'accepted') as items,
      (select count(*) from agenda_items where meeting_id = meetings.id and state = 'proposed') as proposals
    from meetings
    where status = 'planned' and agenda_issued_at is null and held_on between ${today} and ${addDays(today, MOST_DAYS)}
    order by held_on, meetings.id`.execute(db)
  return rows
}

const answerNeed = ({ id, title, heldOn, proposals }: Unsent): Need => ({
  href: `/meetings/${id}/agenda#proposed`,
  says: `Answer ${proposals === 1 ? 'an item' : `${proposals} items`} proposed for ${title}, ${inShort(heldOn)}`,
  why: 'Whoever proposed it waits to hear whether it is on the agenda.',
  on: null,
})

function sendNeed({ id, title, heldOn, items }: Unsent, sendBy: Day, today: Day): Need {
  const late = sendBy < today
  return {
    href: `/meetings/${id}/agenda`,
    says: `${items === 0 ? 'Prepare' : 'Send'} the agenda of ${title}, ${inShort(heldOn)}`,
    why: late ? `It was due on ${inShort(sendBy)}.` : `It is due on ${inShort(sendBy)}.`,
    state: late ? { says: 'Late', tone: 'bad' } : { says: items === 0 ? 'No agenda' : 'Draft', tone: 'due' },
    on: sendBy,
  }
}
