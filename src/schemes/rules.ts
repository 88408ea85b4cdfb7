import { type Day, inWords } from '../platform/day.ts'
import { isOffice, leadsOrAdvises } from '../platform/who.ts'

type Spell = { fromOn: Day; toOn: Day | null }

/** Whether a membership and a scheme have a day in common; a day not known yet is far off. */
export const overlaps = (scheme: Spell, member: { joinedOn: Day; leftOn: Day | null }) =>
  (scheme.toOn === null || member.joinedOn <= scheme.toOn) &&
  (member.leftOn === null || scheme.fromOn <= member.leftOn)

export const spellRun = ({ fromOn, toOn }: Spell) =>
  toOn ? `${inWords(fromOn)} to ${inWords(toOn)}` : `Since ${inWords(fromOn)}`

export const mayKeepSchemes = isOffice

/** Schemes are shared among those who lead, govern or advise the schools. */
export const maySeeSchemes = leadsOrAdvises
