import { commitment, type Judged } from '../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../agreement/finding.ts'
import { sinceJoining } from '../agreement/pace.ts'
import { addDays, type Day, inWords, yearName } from '../platform/day.ts'
import {
  type ConferenceTurnout,
  type CourseTaken,
  conferenceTurnout,
  coursesTaken,
} from './participants/queries.ts'

type Conference = ConferenceTurnout & { courseId: number; title: string }
const isConference = (row: ConferenceTurnout): row is Conference => row.courseId !== null

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`
const colleagues = (count: number) => (count === 0 ? 'Nobody' : many(count, 'colleague', 'colleagues'))

/** Who came to it, once it was held; before that, who is booked. */
const evidenceOf = ({ courseId, title, heldOn, aheadOn, people, booked }: Conference): Evidence => ({
  says: heldOn
    ? `${title}: ${people.length === 0 ? 'nobody' : many(people.length, 'colleague', 'colleagues')} took part`
    : `${title}: ${many(booked, 'colleague is', 'colleagues are')} booked`,
  on: heldOn ?? aheadOn,
  href: `/learning/${courseId}`,
})

/** Clause 28: somebody of the school is at the year's conference; where it holds several, at one of them. */
export function isRepresented(rows: ConferenceTurnout[], judged: Judged): Finding {
  const conferences = rows.filter(isConference)
  const evidence = conferences.map(evidenceOf)
  const came = new Set(conferences.flatMap(({ people }) => people)).size
  const wanted = judged.terms.conferenceDelegates
  if (came >= wanted)
    return met(`${colleagues(came)} of the school took part in the conference.`, { evidence })
  const ahead = conferences.find(({ aheadOn }) => aheadOn !== null)
  if (ahead?.aheadOn && !judged.ended)
    return represents({ ...ahead, aheadOn: ahead.aheadOn }, evidence, judged)
  const held = conferences.filter(({ heldOn }) => heldOn !== null)
  if (held.length > 0) return notRepresented(came, evidence, judged)
  const none = `No conference of ${yearName(judged.year)} is recorded${sinceJoining(judged)}`
  return judged.ended ? doesNotApply(`${none}.`) : notYetDue(`${none} yet.`)
}

/** While one lies ahead it can still be attended; near it, nobody booked is a risk. */
function represents(ahead: Conference & { aheadOn: Day }, evidence: Evidence[], judged: Judged): Finding {
  const says = `The next conference, ${ahead.title}, is on ${inWords(ahead.aheadOn)}; ${many(ahead.booked, 'colleague of the school is', 'colleagues of the school are')} booked.`
  const isNear = judged.on >= addDays(ahead.aheadOn, -judged.terms.warningDays)
  const next = { says: `Book a place at ${ahead.title}`, href: `/learning/${ahead.courseId}` }
  if (ahead.booked >= judged.terms.conferenceDelegates) return notYetDue(says, { evidence })
  return isNear ? atRisk(says, { evidence, next }) : notYetDue(says, { evidence, next })
}

function notRepresented(came: number, evidence: Evidence[], { terms, year }: Judged): Finding {
  const last = evidence.findLast(({ on }) => on !== null)
  const wanted = terms.conferenceDelegates
  const says =
    came === 0
      ? 'Nobody of the school is recorded as having taken part in the conference.'
      : `${colleagues(came)} of the school took part in the conference, and ${wanted} were asked for.`
  const next = {
    says: 'Tell the office if somebody was there, so that it can be recorded',
    href: last?.href ?? `/learning?year=${yearName(year)}`,
  }
  return breached(says, { evidence, next })
}

type Taken = CourseTaken & { courseId: number; title: string }
const isTaken = (row: CourseTaken): row is Taken => row.courseId !== null

/** Clause 11 is told, not scored: staff on joint courses meet it, and none is never held against a school. */
export function learnsTogether(rows: CourseTaken[], judged: Judged): Finding {
  const taken = rows.filter(isTaken)
  const year = yearName(judged.year)
  if (taken.length > 0) {
    const evidence = taken.map(({ courseId, title, lastOn, people }): Evidence => {
      const says = `${title}: ${many(people, 'colleague', 'colleagues')}`
      return { says, on: lastOn, href: `/learning/${courseId}` }
    })
    return met(`Staff of the school took part in ${many(taken.length, 'joint course', 'joint courses')}.`, {
      evidence,
    })
  }
  if (judged.ended) return doesNotApply(untold(rows, year))
  const next = { says: 'See the courses on offer', href: `/learning?year=${year}` }
  return notYetDue(`Nobody of the school is recorded on a joint course in ${year} so far.`, { next })
}

const untold = (rows: CourseTaken[], year: string) =>
  rows.some(({ anyRecorded }) => anyRecorded)
    ? `Nobody of the school is recorded on a joint course in ${year}. This is told, and not held against a school.`
    : `No joint course is recorded for ${year}, by any school.`

export const learningCommitments = {
  conference: commitment(
    {
      asks: 'Whether somebody of the school took part in the conference, or is booked on the one ahead.',
      kind: 'measured',
      terms: ['conferenceDelegates', 'warningDays'],
    },
    conferenceTurnout,
    isRepresented,
  ),
  'joint learning': commitment(
    {
      asks: 'Joint courses that staff of the school took part in. Told, and never held against a school.',
      kind: 'measured',
    },
    coursesTaken,
    learnsTogether,
  ),
}
