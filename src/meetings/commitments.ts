import { teachesHubSubjects } from '../agreement/applies.ts'
import { type Asked, commitment, type Judged } from '../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  type Next,
  notYetDue,
} from '../agreement/finding.ts'
import { isBehind, paceSays, sinceJoining, spellIn } from '../agreement/pace.ts'
import { type Gave, gave } from '../hubs/queries.ts'
import type { ContributionKind } from '../hubs/tables.ts'
import { inWords, yearName } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type BoardMeeting, boardMeetings, type HubMeeting, hubMeetings } from './register/queries.ts'
import { type Came, cameAs, deputisings } from './register/rules.ts'
import { type SeatVotes, votesInSeat } from './seats/votes.ts'

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

const saidOf: Record<Came, string> = {
  head: 'the head was there',
  deputy: 'a deputy was there in the head’s place',
  'sent somebody': 'somebody came, but not the head',
  apologies: 'apologies were sent',
  absent: 'nobody came, and no apologies were recorded',
  'not recorded': 'the register says nothing of the school',
}

/** What the register of a meeting said of the school. */
const evidenceOf = ({ meetingId, title, heldOn, lines, waived }: BoardMeeting): Evidence => {
  const observed = lines.some(({ capacity }) => capacity === 'observer')
  const allowed = waived && cameAs(lines) === 'deputy'
  return {
    says: `${title}: ${saidOf[cameAs(lines)]}${allowed ? ', as a decision allowed' : ''}${observed ? ', with an observer' : ''}`,
    on: heldOn,
    href: `/meetings/${meetingId}`,
  }
}

/** A meeting of which nobody kept a register tells nothing. */
const judgeable = <Of extends BoardMeeting>(meetings: Of[]) =>
  meetings.filter(({ held, hasRegister }) => held && hasRegister)

const noneYet = (judged: Judged, therefore: string): Finding => {
  const says = `No register of a board meeting is kept for ${yearName(judged.year)}${sinceJoining(judged)}`
  return judged.ended ? doesNotApply(`${says}: ${therefore}.`) : notYetDue(`${says} yet: ${therefore}.`)
}

const nextMeeting = (meetings: BoardMeeting[], says: (on: string) => string): Next => {
  const ahead = meetings.find(({ held }) => !held)
  return ahead
    ? { says: says(`on ${inWords(ahead.heldOn)}`), href: `/meetings/${ahead.meetingId}` }
    : { says: 'Ask the office to correct the register if the head was there', href: '/meetings?kind=board' }
}

/** “1 by a deputy, 2 with apologies”: apologies are told apart from absence, and silence from both. */
function missesInWords(missed: Came[]): string {
  const of = (came: Came, says: string) => {
    const count = missed.filter((one) => one === came).length
    return count > 0 && `${count} ${says}`
  }
  return [
    of('deputy', 'with a deputy'),
    of('sent somebody', 'with somebody else'),
    of('apologies', 'with apologies'),
    of('absent', 'without'),
    of('not recorded', 'of which the register says nothing'),
  ]
    .filter(Boolean)
    .join(', ')
}

/** Clause 31: the head, or who acts as head, misses no more board meetings in the year than the heads agreed. */
export function attendsRegularly(meetings: BoardMeeting[], judged: Judged): Finding {
  const held = judgeable(meetings)
  if (held.length === 0) return noneYet(judged, 'the head cannot be said to have come or not')
  const missed = held.map(({ lines }) => cameAs(lines)).filter((came) => came !== 'head')
  const evidence = held.map(evidenceOf)
  const allowed = judged.terms.meetingsMissed
  const says = `The head was at ${held.length - missed.length} of ${many(held.length, 'board meeting', 'board meetings')}${missed.length > 0 ? `; missed: ${missesInWords(missed)}` : ''}`
  const next = nextMeeting(meetings, (on) => `Keep the next board meeting, ${on}, for the head`)
  if (missed.length > allowed)
    return breached(`${says}. The heads agreed on ${allowed} at most.`, { evidence, next })
  if (missed.length === allowed && allowed > 0 && !judged.ended)
    return atRisk(`${says}. One more missed would be more than was agreed.`, { evidence, next })
  return met(`${says}.`, { evidence })
}

/** Clause 32: a deputy in the head’s place once a year, or as the heads agreed; who comes beyond that only observes. */
export function deputisesSparingly(meetings: BoardMeeting[], judged: Judged): Finding {
  const held = judgeable(meetings)
  if (held.length === 0) return noneYet(judged, 'no deputy is counted')
  const evidence = held
    .filter(({ lines }) => lines.some(({ capacity }) => /deputy|observer/.test(capacity)))
    .map(evidenceOf)
  const allowed = judged.terms.deputisings
  const eachDeputy = judged.terms.deputisingsPer === 1
  const stood = deputisings(held, eachDeputy)
  const who = eachDeputy ? 'One deputy' : 'A deputy'
  const further = held.filter(({ lines, waived }) => waived && cameAs(lines) === 'deputy').length
  if (stood === 0 && further === 0)
    return met('No deputy has stood in for the head at a board meeting.', { evidence })
  if (stood === 0)
    return met(`${who} stood in for the head ${times(further)} at board meetings, as a decision allowed.`, {
      evidence,
    })
  const says = `${who} stood in for the head ${times(stood)} at board meetings${further > 0 ? `, and ${times(further)} more by a decision` : ''}`
  if (stood <= allowed)
    return met(
      `${says}, as the agreement allows${stood === allowed ? '; another would come as an observer' : ''}.`,
      { evidence },
    )
  const next = nextMeeting(
    meetings,
    (on) =>
      `Send the head ${on}; a deputy comes there as an observer, unless a letter or a decision says otherwise`,
  )
  return breached(`${says}; the agreement allows it ${times(allowed)} in a year.`, { evidence, next })
}

/** A meeting of the board with the votes that were taken at it, and the school’s part in them. */
type VotedMeeting = BoardMeeting & { votes?: SeatVotes | undefined }

async function votedMeetings(db: Reader, asked: Pick<Asked, 'year' | 'on'>): Promise<VotedMeeting[]> {
  const [meetings, votes] = await Promise.all([boardMeetings(db, asked), votesInSeat(db, asked)])
  const key = (one: { membershipId: number; meetingId: number }) => `${one.membershipId}/${one.meetingId}`
  const known = new Map(votes.map((one) => [key(one), one]))
  return meetings.map((meeting) => ({ ...meeting, votes: known.get(key(meeting)) }))
}

/** “no vote was taken there”, “in 2 of the 3 votes taken there it voted for the school”. */
function votesInWords({ votes }: VotedMeeting): string {
  if (!votes || votes.taken === 0) return 'no vote was taken there'
  const says = `the deputy voted for the school in ${votes.byDeputy} of ${many(votes.taken, 'vote', 'votes')} taken there`
  const outside =
    votes.excluded === 0 ? '' : `, and had no part in ${votes.excluded} for an interest that was declared`
  return votes.leftOut === 0 ? `${says}${outside}` : `${says}${outside}, and could not in ${votes.leftOut}`
}

/**
 * Clause 33: a deputy in the head’s place holds the school’s seat with its vote, and counts in the quorum. That a
 * deputy chose not to vote breaks nothing; that one in the seat could not would be a fault of ours, and is said so.
 */
export function deputyHoldsVote(meetings: VotedMeeting[], judged: Judged): Finding {
  const stoodIn = judgeable(meetings).filter(({ lines }) => cameAs(lines) === 'deputy')
  const none = 'No deputy has stood in for the head, so no deputy’s vote has been in question.'
  if (stoodIn.length === 0) return judged.ended ? doesNotApply(none) : notYetDue(none)
  // Who only observed is evidence too: the vote went with the allowance.
  const evidence = judgeable(meetings)
    .filter(({ lines }) => lines.some(({ capacity }) => /deputy|observer/.test(capacity)))
    .map((meeting) => {
      const { says, ...evidence } = evidenceOf(meeting)
      return {
        ...evidence,
        says: cameAs(meeting.lines) === 'deputy' ? `${says}; ${votesInWords(meeting)}` : says,
      }
    })
  const sum = (of: 'taken' | 'byDeputy' | 'leftOut') =>
    stoodIn.reduce((all, { votes }) => all + (votes?.[of] ?? 0), 0)
  const held = `A deputy held the school’s seat ${times(stoodIn.length)} at board meetings`
  const leftOut = sum('leftOut')
  if (leftOut > 0)
    return breached(
      `${held}, and could not vote in ${many(leftOut, 'vote', 'votes')} taken there: the roll left the school out. That is for the alliance office to put right, and not for the school.`,
      {
        evidence,
        next: {
          says: 'Ask the office to look at the register and the roll',
          href: evidence[0]?.href ?? '/meetings',
        },
      },
    )
  const taken = sum('taken')
  const voted =
    taken === 0
      ? 'no vote was taken there'
      : `of ${many(taken, 'vote', 'votes')} taken there the deputy voted in ${sum('byDeputy')}`
  return met(`${held}, with its vote and within the quorum; ${voted}.`, { evidence })
}

type Attended = Extract<HubMeeting, { meetingId: number }>
const isAttended = (row: HubMeeting): row is HubMeeting & Attended => row.meetingId !== null

/** What a school gave a hub beside being at its meetings: shown, and never counted for or against anybody. */
type HubPart = HubMeeting & { gave?: Gave }

const gaveAs: Record<ContributionKind, string> = {
  hosted: 'hosted a meeting of',
  presented: 'presented something to',
  shared: 'shared a resource with',
  led: 'led a piece of work for',
  other: 'gave something else to',
}

async function hubParts(db: Reader, asked: Pick<Asked, 'year' | 'on'>): Promise<HubPart[]> {
  const [met, given] = await Promise.all([hubMeetings(db, asked), gave(db, asked)])
  const none = { held: 0, meetingId: null, title: null, heldOn: null }
  return [...met, ...given.map((one) => ({ ...none, membershipId: one.membershipId, gave: one }))]
}

/** Clause 35: staff of the school at so many hub meetings in the year, of whichever hubs, in whatever capacity. */
export function contributesToHubs(rows: HubPart[], judged: Judged): Finding {
  const attended = rows.filter(isAttended)
  const held = rows[0]?.held ?? 0
  const wanted = judged.terms.hubMeetings
  const cameTo = attended.map(({ meetingId, title, heldOn }) => ({
    says: title,
    on: heldOn,
    href: `/meetings/${meetingId}`,
  }))
  const given = rows.flatMap(({ gave: one }) => one ?? [])
  const evidence = [
    ...cameTo,
    ...given.map(({ kind, hub, givenOn, groupId }) => ({
      says: `${gaveAs[kind]} ${hub}`,
      on: givenOn,
      href: `/hubs/${groupId}`,
    })),
  ]
  const says = `Staff of the school were at ${attended.length} of ${many(held, 'hub meeting', 'hub meetings')}${sinceJoining(judged)}`
  if (attended.length >= wanted) return met(`${says}.`, { evidence })
  const exempt = teachesHubSubjects(judged.member)
  if (exempt) return doesNotApply(exempt, { evidence })
  if (judged.ended) return tooFewHubMeetings(says, { attended: attended.length, held, evidence, judged })
  if (held === 0)
    return notYetDue(`No hub meeting of ${yearName(judged.year)} is recorded${sinceJoining(judged)} yet.`)
  const next = {
    says: 'Find the next hub meetings, and agree who goes',
    href: '/meetings?kind=hub&status=planned&sort=on',
  }
  const because = `${says}; ${wanted} are asked for by ${inWords(spellIn(judged).to)}.`
  return attended.length < held && isBehind(attended.length, wanted, judged)
    ? atRisk(because, { evidence, next })
    : notYetDue(because, { evidence, next })
}

type TooFew = { attended: number; held: number; evidence: Evidence[]; judged: Judged }

/** Nobody can have been at more meetings than there were. */
function tooFewHubMeetings(says: string, { attended, held, evidence, judged }: TooFew): Finding {
  if (held === 0)
    return doesNotApply(`No hub meeting of ${yearName(judged.year)} is recorded${sinceJoining(judged)}.`)
  if (attended >= held) return met(`${says}.`, { evidence })
  const next = { says: 'Ask the hub’s lead to correct a register that is wrong', href: '/groups?kind=hub' }
  return breached(`${says}; ${judged.terms.hubMeetings} were asked for.`, { evidence, next })
}

export const meetingCommitments = {
  attendance: commitment(
    {
      asks: 'At how many board meetings of the year the head, or who acts as head, was present. Apologies are told apart from absence.',
      kind: 'measured',
      terms: ['meetingsMissed'],
    },
    boardMeetings,
    attendsRegularly,
  ),
  deputising: commitment(
    {
      asks: 'How often a deputy stood in for the head at board meetings of the year. Who comes beyond what is agreed is an observer.',
      kind: 'kept',
      terms: ['deputisings', 'deputisingsPer'],
    },
    boardMeetings,
    deputisesSparingly,
  ),
  'deputy vote': commitment(
    {
      asks: 'Whether a deputy in the head’s place held the school’s seat, with its vote: in how many of the votes taken there it voted for the school, and whether there was one in which it could not.',
      kind: 'kept',
    },
    votedMeetings,
    deputyHoldsVote,
  ),
  'hub contribution': commitment(
    {
      asks: `At how many hub meetings of the year staff of the school were present; what it hosted, presented, shared or led is shown beside it. ${paceSays}`,
      kind: 'measured',
      terms: ['hubMeetings', 'warningDays'],
    },
    hubParts,
    contributesToHubs,
  ),
}
