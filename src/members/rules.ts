import { type Day, inWords } from '../platform/day.ts'
import { isOffice, isSignedIn, type Who } from '../platform/who.ts'
import type { Member } from './tables.ts'

type Spell = Pick<Member, 'joinedOn' | 'leftOn'>

/** Whether this day lies in the membership's spell, its last day included. */
export const isMemberOn = ({ joinedOn, leftOn }: Spell, on: Day) =>
  joinedOn <= on && (leftOn === null || on <= leftOn)

/** The spell as people say it: “a member from 1 September 2015 to 31 August 2020”. */
export const spellInWords = ({ joinedOn, leftOn }: Spell) =>
  `a member from ${inWords(joinedOn)}${leftOn ? ` to ${inWords(leftOn)}` : ''}`

export type Standing = 'member' | 'past' | 'coming'

export const standingOn = ({ joinedOn, leftOn }: Spell, on: Day): Standing =>
  joinedOn > on ? 'coming' : leftOn !== null && leftOn < on ? 'past' : 'member'

/** A URN that the school bore for part of its membership. */
export type Borne = { urn: number; fromOn: Day; toOn: Day | null }

/** Why a conversion cannot begin on this day, in a sentence; nothing when it can. */
export function succession(spell: Spell, borne: Borne[], next: { urn: number; fromOn: Day }): string | null {
  const last = borne.at(-1)
  if (borne.some(({ urn }) => urn === next.urn))
    return `${next.urn} is already a URN of this school: enter the new one`
  if (last && next.fromOn <= last.fromOn)
    return `The new URN must begin after ${inWords(last.fromOn)}, when ${last.urn} did`
  if (!isMemberOn(spell, next.fromOn))
    return `The school was not a member on ${inWords(next.fromOn)}: it is ${spellInWords(spell)}`
  return null
}

/** Why a membership cannot have these dates, given the conversions in it. */
export function spellRefusal(spell: Spell, borne: Borne[]): { says: string; field: string } | null {
  const [first, last] = [borne[0], borne.at(-1)]
  if (spell.leftOn !== null && spell.leftOn < spell.joinedOn)
    return { says: 'The last day must be on or after the first day', field: 'leftOn' }
  if (!first || !last || first === last) return null
  if (first.toOn !== null && spell.joinedOn > first.toOn)
    return { says: `The school bore ${first.urn} only until ${inWords(first.toOn)}`, field: 'joinedOn' }
  if (spell.leftOn !== null && spell.leftOn < last.fromOn)
    return { says: `The school has borne ${last.urn} from ${inWords(last.fromOn)}`, field: 'leftOn' }
  return null
}

type Linked = { urn: number; linkUrn: number; linkType: string; establishedOn: Day | null }

/** Links of the register to URNs other than these, which the membership has borne: “Predecessor 990800”. */
export const linksInWords = (links: Linked[], own: number[]): string[] =>
  links
    .filter(({ urn, linkUrn }) => own.includes(urn) && !own.includes(linkUrn))
    .map(
      ({ linkUrn, linkType, establishedOn }) =>
        `${linkType} ${linkUrn}${establishedOn ? ` from ${inWords(establishedOn)}` : ''}`,
    )

/** Ages as schools say them: “11 to 16”. */
export const agesInWords = (low: number | null, high: number | null) =>
  low === null || high === null ? null : high >= 99 ? `${low} and over` : `${low} to ${high}`

export const mayKeepMembers = (who: Who) => isOffice(who)

/** Who is in the alliance is known to everybody in it; partners see what is public. */
export const maySeeMembers = (who: Who) => isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')
