import type { Capacity } from '../../meetings/tables.ts'
import { dayInLondon, inWords, timeInLondon } from '../../platform/day.ts'
import { headOf, holds, isOffice, type Who } from '../../platform/who.ts'
import { choiceInWords } from '../choices.ts'
import type { Asking, Counting, Way } from '../tables.ts'

/** One candidate and the preference given to them: 1 is the first, nothing is none. */
export type Preference = { id: number; rank: number | null }
export type Ranked = { ranking: number[]; closedUp: boolean } | { repeated: number; rank: number }

/**
 * The order of preference that somebody gave. A preference given twice is refused, at the second candidate who has it;
 * a gap between two is closed up, so that a second preference without a first is the first.
 */
export function rankingFrom(given: Preference[]): Ranked {
  const ranked = given.flatMap(({ id, rank }) => (rank === null ? [] : [{ id, rank }]))
  const seen = new Set<number>()
  for (const { id, rank } of ranked) {
    if (seen.has(rank)) return { repeated: id, rank }
    seen.add(rank)
  }
  ranked.sort((one, other) => one.rank - other.rank)
  return {
    ranking: ranked.map(({ id }) => id),
    closedUp: ranked.some(({ rank }, i) => rank !== i + 1),
  }
}

const endings: Record<number, string> = { 1: 'st', 2: 'nd', 3: 'rd' }

/** “1st”, “2nd”, “11th” */
export function ordinal(count: number): string {
  const ending = Math.trunc(count / 10) % 10 === 1 ? undefined : endings[count % 10]
  return `${count}${ending ?? 'th'}`
}

/** Somebody’s own line on the register of the ballot’s meeting. */
export type OwnLine = {
  capacity: Capacity
  arrived: string | null
  departed: string | null
  why: string | null
}

type Own = { school: string; line: OwnLine | null; holder: string | null; time: string }

/**
 * Why somebody may not vote for a school now, told of themselves where the register knows more than the rule says:
 * that they observe, have left, or who sits there instead.
 */
export function whyNotYou(why: string, { school, line, holder, time }: Own): string {
  if (line?.capacity === 'observer')
    return line.why ?? `You observe at this meeting, and an observer has no vote for ${school}`
  if (line?.departed && line.departed <= time)
    return `You left the meeting at ${line.departed}, so that you do not hold ${school}’s seat any more`
  return holder === null ? why : `${holder} holds ${school}’s seat at this moment, and votes for it`
}

/** Why a ballot that takes votes takes none from somebody who speaks for no school in it. */
export function whyNobody(who: Who, byCorrespondence: boolean): string {
  if (holds(who, 'authority officer'))
    return 'You see that this vote is open. Votes belong to the schools, and the authority has none'
  if (isOffice(who)) return 'Votes belong to the schools, and the office has none'
  if (headOf(who).length > 0 && byCorrespondence)
    return 'Your school has no vote here: it was no member when the vote opened'
  if (byCorrespondence)
    return 'Between meetings the head of each school votes for it, or whoever acts as head'
  return 'Whoever holds a school’s seat in the room votes for it, and the register of this meeting does not name you'
}

/** A vote as it stands: who cast it, how and when. */
export type Stands = {
  school: string
  person: string | null
  recordedBy: string | null
  how: Way
  castAt: Date
  source: string | null
}

/** “15:42” today, “15:42 on 5 March 2018” on any other day. */
const whenSaid = (at: Date, now: Date) =>
  dayInLondon(at) === dayInLondon(now)
    ? timeInLondon(at)
    : `${timeInLondon(at)} on ${inWords(dayInLondon(at))}`

type Asked = { asks: Asking; counting: Counting | null }
type Option = { id: number; words: string }

/** “Ashmere voted: For, by Hannah Head at 15:42.” */
export function votedInWords(
  ballot: Asked,
  options: Option[],
  vote: Stands & { choice: string },
  now: Date,
): string {
  const { school, how, person, recordedBy, castAt, source } = vote
  const voted = `${school} voted: ${choiceInWords(ballot, options, vote.choice)}`
  const when = whenSaid(castAt, now)
  if (how === 'hands') return `${voted}, by show of hands at ${when}.`
  if (how === 'phone') return `${voted}, by phone at ${when}, written down by ${recordedBy}: ${source}`
  return `${voted}, by ${person}${how === 'mail' ? ', from a mail,' : ''} at ${when}.`
}

/** Who voted for a school, for the sentence that tells whoever comes second. */
export const voterOf = ({ how, person, recordedBy }: Pick<Stands, 'how' | 'person' | 'recordedBy'>) =>
  how === 'phone' ? `${recordedBy}, who wrote down what was said by phone,` : person

/** Whether and until when a vote may be changed, said before it is cast and after. */
export function changeable(
  { mayChange, closesAt }: { mayChange: boolean; closesAt: Date | null },
  how: Way | null,
): string {
  const until =
    closesAt === null
      ? 'the close'
      : `the close, at ${timeInLondon(closesAt)} on ${inWords(dayInLondon(closesAt))}`
  if (mayChange) return `You may change it until ${until}.`
  return how === 'phone'
    ? `Because it came by phone you may overturn it until ${until}.`
    : 'In this vote a vote that was cast stays as it is.'
}

/** Why a form that was opened in time takes no vote any more, by the database’s clock. */
export const whyOver = ({ closesAt }: { closesAt: Date | null }, now: Date): string | null =>
  closesAt !== null && closesAt <= now
    ? `This vote closed at ${timeInLondon(closesAt)} on ${inWords(dayInLondon(closesAt))}`
    : null
