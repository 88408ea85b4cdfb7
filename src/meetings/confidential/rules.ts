import type { Audience, Opening } from './tables.ts'

/** Who reads a confidential item, and from whom it is withheld, by name. */
export type Sight = {
  audience: Audience
  /** Whether the board is one of the meeting’s groups, and the names of its other groups. */
  board: boolean
  groups: string[]
  named: string[]
  withheld: number
}

const listed = (names: string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** “Who can see this”, in one sentence for those who can (clause 34). Those from whom it is withheld are counted, not named. */
export function sightInWords({ audience, board, groups, named, withheld }: Sight): string {
  const own =
    audience === 'members'
      ? [
          ...(board ? ['the heads', 'whoever held a seat on the board there'] : []),
          ...(groups.length > 0 ? [`the members of ${listed(groups)}`] : []),
        ]
      : []
  const all = ['the alliance office', 'whoever keeps the meeting', ...own, ...named]
  const says = `Can be read by ${listed(all)}`
  return withheld === 0
    ? `${says}.`
    : `${says}. It is withheld from ${withheld} ${withheld === 1 ? 'person' : 'people'} who would otherwise read it.`
}

/** Somebody who had an item before it was marked: what reached them, when first, and whether their copies are gone. */
export type Holder = {
  personId: number
  name: string
  place: string | null
  /** When the pack with it was sent to them, and when they took it from this site. */
  sentAt: Date | null
  openedAt: Date | null
  openedAs: Opening[] | null
  askedAt: Date | null
  confirmedAt: Date | null
}

/** Of those who had it, the ones who have not said that their copies are gone. */
export const unconfirmed = (holders: Holder[]) =>
  holders.filter(({ askedAt, confirmedAt }) => askedAt !== null && confirmedAt === null)
