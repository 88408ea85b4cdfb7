import { maySeeDirectory } from '../people/rules.ts'
import { type Post, posts } from '../people/tables.ts'
import { holds, isOffice, type Who } from '../platform/who.ts'
import type { CourseCounted } from './queries.ts'
import type { Outcome, SessionStatus } from './tables.ts'

/** Members of the alliance see what was on offer and how many came; a partner sees what is public. */
export const maySeeCourses = maySeeDirectory

export const mayKeepCourses = isOffice

/** Whose taking part is read by name: everybody’s, or that of these schools’ people and one’s own. */
export type TakingPartRead = 'all' | { memberships: number[]; personId: number | null }

/** The office reads every name; heads, deputies and business managers their own school’s; anybody their own. */
export const takingPartRead = (who: Who): TakingPartRead =>
  isOffice(who)
    ? 'all'
    : {
        memberships: who.held.flatMap(({ role, membershipId }) =>
          holds({ ...who, held: [{ role, membershipId }] }, 'head', 'deputy', 'business manager')
            ? (membershipId ?? [])
            : [],
        ),
        personId: who.personId,
      }

/** Whether somebody took part; who only booked, withdrew or did not come did not. */
export const tookPart = (outcome: Outcome) => outcome === 'attended' || outcome === 'completed'

/** Nobody can have attended a session that was cancelled. */
export const isPossible = (outcome: Outcome, session: { status: SessionStatus } | null) =>
  !(tookPart(outcome) && session?.status === 'cancelled')

const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** “4 sessions held. 18 people from 14 schools took part.” */
export function countedInWords(counted: CourseCounted | undefined): string {
  if (!counted) return 'No session of it has been held.'
  const { sessionsHeld, people, schools, hosts } = counted
  const from = schools > 0 ? ` from ${some(schools, 'school', 'schools')}` : ''
  return [
    `${some(sessionsHeld, 'session', 'sessions')} held${hosts > 0 ? `, hosted by ${some(hosts, 'school', 'schools')}` : ''}.`,
    people > 0
      ? `${some(people, 'person', 'people')}${from} took part.`
      : 'Nobody is recorded as having taken part.',
  ].join(' ')
}

/** A role that is the name of a post, as that post is called; other words as they were typed. */
export const roleInWords = (role: string) => (Object.hasOwn(posts, role) ? posts[role as Post] : role)

/** “head; acting head” as “Headteacher; Acting headteacher”. */
export const audienceInWords = (audience: string | null) =>
  audience
    ?.split(';')
    .map((role) => roleInWords(role.trim()))
    .join('; ') ?? null
