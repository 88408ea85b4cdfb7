import { type Day, inWords } from '../platform/day.ts'
import { holds, isOffice, isSignedIn, type Role, roles, type Who } from '../platform/who.ts'
import { type Post, posts } from './tables.ts'

export type Spell = { fromOn: Day | null; toOn: Day | null }

/** A post is held from its first day to its last, both included; a blank date is an end not known. */
export const isHeldOn = ({ fromOn, toOn }: Spell, on: Day) =>
  (fromOn === null || fromOn <= on) && (toOn === null || on <= toOn)

export const isOver = ({ toOn }: Spell, on: Day) => toOn !== null && toOn < on

/** “since 1 September 2016”, “from 4 January 2027”, “1 September 2016 to 31 August 2018”. */
export function spellHeld({ fromOn, toOn }: Spell, today: Day): string {
  if (fromOn && toOn) return `${inWords(fromOn)} to ${inWords(toOn)}`
  if (toOn) return `until ${inWords(toOn)}`
  if (fromOn) return `${fromOn > today ? 'from' : 'since'} ${inWords(fromOn)}`
  return 'dates not known'
}

/** What somebody is on this day: “Headteacher, Ashmere High School; SSIG practitioner, Ashmere High School”. */
export const postsInWords = (held: (Spell & { post: Post; place: string | null })[], on: Day) =>
  held
    .filter((post) => isHeldOn(post, on))
    .map(({ post, place }) => [posts[post], place].filter(Boolean).join(', '))
    .join('; ') || `No post on ${inWords(on)}`

/** The office keeps the record of people; nobody corrects their own address, because it is what opens the door. */
export const mayKeepPeople = isOffice

/** Members of the alliance know one another; a partner comes for what is public. */
export const maySeeDirectory = (who: Who) =>
  isSignedIn(who) && holds(who, ...(Object.keys(roles) as Role[]).filter((role) => role !== 'partner'))

/** A work address is for reaching somebody in a post: once it has ended, only the office still has it. */
export const mayReadAddress = (who: Who, spell: Spell, today: Day) =>
  isOffice(who) || (maySeeDirectory(who) && isHeldOn(spell, today))

const atSchool: readonly Post[] = [
  'head',
  'acting head',
  'executive head',
  'deputy',
  'chair of governors',
  'governor',
  'senior leader',
  'middle leader',
  'teacher',
  'nqt',
  'recently qualified teacher',
  'business manager',
]

/** Whether this post can only be held at a school, as a coordinator’s or a practitioner’s need not be. */
export const needsSchool = (post: Post) => atSchool.includes(post)
