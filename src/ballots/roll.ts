import { namesRead } from '../meetings/register/queries.ts'
import type { Actor } from '../platform/action.ts'
import { headOf } from '../platform/who.ts'
import { outsideOf } from './keeping.ts'
import { type Ballot, electorsOf } from './queries.ts'
import type { RollLine } from './roll-page.tsx'

/** How much of a roll a reader is given: all of it, that of their own schools, or nothing. */
export type RollSeen = { all: boolean; own: number[] }

/**
 * Whoever keeps a vote sees its roll, others once it is closed; until then heads see their own schools. It never says
 * how anybody voted.
 */
export const rollSeen = ({ who }: Pick<Actor, 'who'>, ballot: Ballot, keeps: boolean): RollSeen => ({
  all: keeps || ballot.closedAt !== null,
  own: headOf(who),
})

export const isRollSeen = ({ openedAt, absentFrom }: Ballot, { all, own }: RollSeen) =>
  (openedAt !== null || absentFrom !== null) && (all || own.length > 0)

/** The roll as this reader is given it: who sat is named for those who read the names on registers. */
export async function rollFor(by: Actor, ballot: Ballot, keeps: boolean): Promise<RollLine[]> {
  const { all, own } = rollSeen(by, ballot, keeps)
  const [electors, outside] = await Promise.all([
    electorsOf(by.db, ballot.id),
    keeps ? outsideOf(by, ballot) : [],
  ])
  const names = namesRead(by.who, keeps)
  const mine = (id: number) => own.includes(id)
  const isNamed = (membershipId: number) =>
    names === 'all' || mine(membershipId) || names.memberships.includes(membershipId)
  return electors
    .filter(({ membershipId }) => all || mine(membershipId))
    .map((elector) => ({
      ...elector,
      person: isNamed(elector.membershipId) ? elector.person : null,
      whose: outside.find(({ school }) => school === elector.school)?.who ?? [],
    }))
}
