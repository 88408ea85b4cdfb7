import type { Day } from '../../../platform/day.ts'
import { isOffice, leadsOrAdvises, type Who } from '../../../platform/who.ts'

/** The standing register is read by those who lead or advise, and each of them declares in it. */
export const maySeeInterests = leadsOrAdvises

/** One’s own is one’s own to correct; the office keeps the register for everybody. */
export const mayKeepInterest = (who: Who, { personId }: { personId: number }) =>
  isOffice(who) || (who.personId !== null && who.personId === personId && maySeeInterests(who))

/** The schools somebody speaks for here, so that none of them has a part in what they declared an interest in. */
export const schoolsOf = (who: Who): number[] => [
  ...new Set(who.held.flatMap(({ membershipId }) => membershipId ?? [])),
]

type Spell = { fromOn: Day; toOn: Day | null }

export const isInOrder = ({ fromOn, toOn }: Spell) => toOn === null || fromOn <= toOn
