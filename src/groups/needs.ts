import type { Actor } from '../platform/action.ts'
import { addDays, inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { type Mandate, mandatesUnfollowed } from './mandates/queries.ts'
import { REMIND_DAYS } from './mandates/rules.ts'
import { type NominationRow, openCount, openFor } from './nominations/queries.ts'
import { keptGroups } from './queries.ts'

/** The office: mandates that nobody follows, and how many nominations are open. Leads: those for their groups. */
export const needs: Needs = async (by) => {
  if (!isOffice(by.who)) return forLead(by)
  const since = addDays(by.today, -REMIND_DAYS)
  const [mandates, count] = await Promise.all([
    mandatesUnfollowed(by.db, { seen: 'all', on: by.today, since }),
    openCount(by.db),
  ])
  return [...mandates.map(follow), ...(count > 0 ? [answerAll(count)] : [])]
}

async function forLead({ db, who, today }: Actor): Promise<Need[]> {
  if (who.leads.length + who.serves.length === 0) return []
  const kept = (await keptGroups(db, who, today)).map(([id]) => id)
  return kept.length > 0 ? (await openFor(db, kept)).map(answer) : []
}

const follow = ({ groupId, group, person, toOn, state }: Mandate): Need => ({
  href: `/groups/${groupId}/members/new?part=representative`,
  says: `Say who speaks for the alliance in ${group} after ${person}`,
  why:
    state === 'ending'
      ? `The mandate ends on ${toOn && inShort(toOn)}, and nobody follows yet.`
      : `The mandate ended on ${toOn && inShort(toOn)}, and nobody followed.`,
  ...(state === 'ending' ? {} : { state: { says: 'Ended', tone: 'bad' as const } }),
  on: state === 'ending' ? toOn : null,
})

const answerAll = (count: number): Need => ({
  href: '/groups/nominations?state=open',
  says: `Answer ${count === 1 ? 'one nomination' : `${count} nominations`} for groups`,
  why: 'Somebody was put forward or offered to serve, and nobody has said yes or no.',
  on: null,
})

const answer = ({ id, person, school, group, nominatedOn }: NominationRow): Need => ({
  href: `/groups/nominations/${id}`,
  says: `Answer the nomination of ${person} for ${group}`,
  why: `${school ? `From ${school}, p` : 'P'}ut forward on ${inShort(nominatedOn)}.`,
  on: null,
})
