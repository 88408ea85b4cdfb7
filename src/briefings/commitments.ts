import { commitment, type Judged } from '../agreement/commitment.ts'
import { atRisk, breached, doesNotApply, type Finding, met, notYetDue } from '../agreement/finding.ts'
import { daysBetween, inWords, yearName } from '../platform/day.ts'
import { governingOf } from '../signatures/governing/rules.ts'
import { type Briefed, briefed } from './queries.ts'
import { bodyKindOf, isBriefing, isOwed, liesIn, type Term, termsIn } from './rules.ts'

type InTerm = { term: Term; count: number }

const times = (count: number) =>
  count === 0 ? 'no briefing' : count === 1 ? 'one briefing' : `${count} briefings`
const saidOf = ({ term, count }: InTerm) => `${term.name.toLowerCase()}: ${times(count)}`
const next = { says: 'Brief those who govern the school, and record when', href: '/briefings' }

/** Terms of which nobody recorded anything yet tell nothing of anybody. */
const isRecorded = ({ until }: Term, since: string | null, on: string) =>
  on <= until || (since !== null && since <= until)

/** Clause 7: those who govern the school are briefed so often in each term of its own calendar. */
export function keepsGovernorsInformed([row]: Briefed[], judged: Judged): Finding {
  const terms = termsIn(row?.terms ?? [], judged.year)
  if (!row || terms.length === 0) return calendarMissing(judged)
  const { on, ended, member } = judged
  const owed = terms.filter((term) => term.from <= on && isOwed(term, member))
  const asked = owed.filter((term) => isRecorded(term, row.recordedSince, ended ? '9999' : on))
  const given = row.given.filter(({ bodyKind }) => isBriefing(bodyKind))
  const counted = asked.map((term) => ({
    term,
    count: given.filter(({ givenOn }) => liesIn(givenOn, term)).length,
  }))
  const evidence = counted
    .filter(({ count }) => count > 0)
    .map((one) => ({ says: saidOf(one), on: null, href: `/briefings?year=${yearName(judged.year)}` }))
  return standingOf(counted, { judged, evidence, bodies: bodiesTold(row, judged) })
}

type Rest = { judged: Judged; evidence: Finding['evidence']; bodies: string }

function standingOf(counted: InTerm[], { judged, evidence, bodies }: Rest): Finding {
  const { briefingsATerm: wanted, warningDays } = judged.terms
  const { on, ended } = judged
  if (wanted === 0) return met('No briefing is asked of schools in this year.', { evidence })
  if (counted.length === 0) return nothingAsked(judged)
  const says = `${counted.map(saidOf).join('; ')}`.replace(/^./, (first) => first.toUpperCase())
  const isOver = ({ until }: Term) => ended || until < on
  const short = counted.filter(({ count }) => count < wanted)
  const missed = short.filter(({ term }) => isOver(term))
  const current = short.find(({ term }) => !isOver(term))?.term
  const asks = wanted === 1 ? 'one is asked for in each term' : `${wanted} are asked for in each term`
  if (missed.length > 0) return breached(`${says}; ${asks}${bodies}.`, { evidence, next })
  if (!current) return met(`${says}${bodies}.`, { evidence })
  const because = `${says}; ${asks}, and this one ends on ${inWords(current.ends)}${bodies}.`
  return daysBetween(on, current.ends) <= warningDays
    ? atRisk(because, { evidence, next })
    : notYetDue(because, { evidence, next })
}

/** A local governing body advises; where trustees govern in law, it is said whether they were told. */
function bodiesTold({ given, legalBody, trust }: Briefed, { member }: Judged): string {
  const legal = legalBody ?? governingOf(member.type, trust).legalBody
  const kind = bodyKindOf(legal)
  const told = given.filter(({ bodyKind }) => isBriefing(bodyKind))
  if (told.length === 0 || kind !== 'board of trustees') return ''
  const toThem = told.filter(({ bodyKind }) => bodyKind === kind).length
  if (toThem === told.length) return ''
  const others = toThem === 0 ? 'none of them' : `only ${toThem} of them`
  return `; ${others} to the body that governs in law, the ${legal.replace(/^./, (first) => first.toLowerCase())}`
}

function calendarMissing({ year, ended }: Judged): Finding {
  const because = `The school’s term dates for ${yearName(year)} are not recorded, so nothing can be counted by term.`
  return ended
    ? doesNotApply(because)
    : notYetDue(because, { next: { says: 'See which term dates are recorded', href: '/calendars' } })
}

function nothingAsked({ year, ended, member }: Judged): Finding {
  const because = `No term of ${yearName(year)} is counted for ${member.shortName}: none was whole while it was a member, or no school’s briefings were recorded in it.`
  return ended ? doesNotApply(because) : notYetDue(because, { next })
}

export const briefingCommitments = {
  briefings: commitment(
    {
      asks: 'How often those who govern the school were briefed in each term of its own calendar. Terms in which the school joined or left are not counted.',
      kind: 'measured',
      terms: ['briefingsATerm', 'warningDays'],
    },
    briefed,
    keepsGovernorsInformed,
  ),
}
