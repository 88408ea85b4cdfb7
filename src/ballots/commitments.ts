import { type Commitment, commitment, type Judged } from '../agreement/commitment.ts'
import { atRisk, doesNotApply, type Evidence, type Finding, met, notYetDue } from '../agreement/finding.ts'
import { sinceJoining } from '../agreement/pace.ts'
import { noticeGiven } from '../meetings/agenda/issue/rules.ts'
import { inWords, yearName } from '../platform/day.ts'
import { type PutToVote, putToVote } from './outcome/put-to-vote.ts'

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`

/** What a school did with a vote: whether, and never how. */
function partIn({ took, excluded, present, beforehand, byCorrespondence }: PutToVote): string {
  if (took) return 'took part'
  if (excluded) return 'had no part, for an interest that was declared'
  return present || beforehand || byCorrespondence ? 'did not vote' : 'was not represented'
}

const named = ({ question }: PutToVote) => (question === null ? 'A vote on a confidential item' : question)

/** A vote as evidence. One on a confidential item is not led to, since not everybody who reads this may open it. */
const evidenceOf =
  (before: (row: PutToVote) => string) =>
  (row: PutToVote): Evidence => ({
    says: `${named(row)}: ${before(row)}; the school ${partIn(row)}`,
    on: row.on,
    href: row.question === null ? null : `/ballots/${row.ballotId}`,
  })

/** The votes of the year in which a school had a part; where an interest was declared for it, it had none. */
const itsVotes = (rows: PutToVote[]) => rows.filter(({ excluded }) => !excluded)

const none = (what: string, would: string, judged: Judged): Finding => {
  const says = `${what} in ${yearName(judged.year)}${sinceJoining(judged)}`
  return judged.ended ? doesNotApply(`${says}.`) : notYetDue(`${says} yet. What will be asked: ${would}`)
}

/** Whether a motion was put before every school first: by an agenda sent in time, or open for as long as was agreed. */
export function wasPutBefore(row: PutToVote, { terms }: Pick<Judged, 'terms'>): boolean {
  if (row.byCorrespondence) return (row.openDays ?? 0) >= terms.ballotDays
  return (
    row.heldOn !== null &&
    row.issuedOn !== null &&
    !noticeGiven(row.issuedOn, row.heldOn, terms.noticeDays).late
  )
}

/** “with the agenda, sent on 20 February 2018”, “open between meetings for 14 days”. */
function putInWords(row: PutToVote, judged: Judged): string {
  if (row.byCorrespondence) return `open between meetings for ${many(row.openDays ?? 0, 'day')}`
  if (wasPutBefore(row, judged))
    return `put to all with the agenda, sent on ${inWords(row.issuedOn ?? row.on)}`
  return 'voted on without the notice that was agreed'
}

const STRATEGIC =
  'Whether decisions of the year that were put to a vote of the schools were put before all of them first: with an agenda sent in time, or open between meetings for the agreed days. Whether a school took part is shown, and never how it voted.'

/**
 * Clause 8: what the schools decide together is put before all of them first, and each may vote. A school is shown in
 * how many it took part; nobody is found to have broken it, since a decision that somebody took alone is no vote.
 */
export function decidesTogether(rows: PutToVote[], judged: Judged): Finding {
  const own = itsVotes(rows)
  if (own.length === 0) return none('No decision was put to a vote of the school', STRATEGIC, judged)
  const short = own.filter((row) => !wasPutBefore(row, judged)).length
  const says = `${many(own.length, 'decision was', 'decisions were')} put to a vote of the schools, and the school took part in ${own.filter(({ took }) => took).length}`
  const notice = short === 0 ? 'each after the agreed notice' : `${short} without the agreed notice`
  return met(`${says}: ${notice}.`, { evidence: rows.map(evidenceOf((row) => putInWords(row, judged))) })
}

/**
 * As long as a consultation is asked to be open where no meeting was consulted: ten school days give every school two
 * weeks of term. Where the terms are not known, as many weeks of days.
 */
const CONSULTED_SCHOOL_DAYS = 10
const CONSULTED_DAYS = 14

/** Whether the schools were asked before a motion was decided: at a meeting before it, or by a window of two weeks. */
export const wasConsultedOn = ({
  consultedOn,
  byCorrespondence,
  openDays,
  openSchoolDays,
}: PutToVote): boolean =>
  consultedOn !== null ||
  (byCorrespondence &&
    (openSchoolDays === null ? (openDays ?? 0) >= CONSULTED_DAYS : openSchoolDays >= CONSULTED_SCHOOL_DAYS))

function askedInWords(row: PutToVote): string {
  if (row.consultedOn !== null) return `the schools were consulted on ${inWords(row.consultedOn)}`
  return row.byCorrespondence
    ? `open to all schools between meetings for ${many(row.openDays ?? 0, 'day')}`
    : 'no consultation before it is recorded'
}

const CONSULTED = `Whether the schools were asked before a vote: at a meeting that was consulted before it, or between meetings with a window of the agreed days. A motion that a school itself moves without a consultation, or ${CONSULTED_SCHOOL_DAYS} school days between meetings, puts it at risk, and is never found to be broken by our own reckoning.`

/**
 * Clause 10: before a vote the schools are asked. What counts against nobody is that a vote came without; only a school
 * that moved it is told so, and how to put it right. Whether others were asked elsewhere, we do not know: so it is at
 * risk and not broken, and of a year that is over it is not judged.
 */
export function asksFirst(rows: PutToVote[], judged: Judged): Finding {
  const own = itsVotes(rows)
  const moved = own.filter(({ movedBy }) => movedBy === judged.member.id)
  const unasked = moved.filter((row) => !wasConsultedOn(row))
  const asked = own.filter(
    (row) =>
      wasConsultedOn(row) || (row.byCorrespondence && wasPutBefore(row, judged) && !unasked.includes(row)),
  )
  const evidence = own
    .filter((row) => unasked.includes(row) || asked.includes(row))
    .map(evidenceOf(askedInWords))
  if (unasked.length > 0 && (!judged.ended || asked.length === 0))
    return movedUnasked(unasked, { evidence, judged })
  if (asked.length === 0) return none('No vote of the schools followed a consultation', CONSULTED, judged)
  const says = `The schools were asked before ${many(asked.length, 'vote')}, of which the school took part in ${asked.filter(({ took }) => took).length}`
  const beside =
    unasked.length === 0 ? '' : `; before ${unasked.length} that it moved itself none is recorded`
  return met(`${says}${beside}.`, { evidence })
}

type Unasked = { evidence: Evidence[]; judged: Judged }

function movedUnasked(unasked: PutToVote[], { evidence, judged }: Unasked): Finding {
  const says = `The school moved ${many(unasked.length, 'motion')} that the schools voted on, and no consultation before ${unasked.length === 1 ? 'it' : 'them'} is recorded`
  if (judged.ended)
    return doesNotApply(`${says}; whether they were asked otherwise, nobody wrote down.`, { evidence })
  const [first] = unasked
  const href = first && first.question !== null ? `/ballots/${first.ballotId}` : '/ballots'
  return atRisk(`${says}.`, {
    evidence,
    next: {
      says: 'Ask for a consultation on it at a later meeting, or tell the office where the schools were asked',
      href,
    },
  })
}

export const ballotCommitments = {
  'strategic consultation': commitment(
    { asks: STRATEGIC, kind: 'kept', terms: ['noticeDays', 'ballotDays'] },
    putToVote,
    decidesTogether,
  ),
  consultation: commitment({ asks: CONSULTED, kind: 'kept', terms: ['ballotDays'] }, putToVote, asksFirst),
} satisfies Record<string, Commitment>
