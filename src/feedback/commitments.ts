import { type Asked, commitment, type Judged } from '../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../agreement/finding.ts'
import { academicYearOf, daysBetween, inShort, inWords, yearName } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type Feedback, hearings, judgedEach, represented } from './queries.ts'
import { feedbackHref, isOwing, owedInWords } from './rules.ts'

/** What representatives with a mandate of each school owed or gave by this day, by the numbers that are asked for. */
export async function feedbackJudged(
  db: Reader,
  { on, terms }: Pick<Asked, 'on' | 'terms'>,
): Promise<Feedback[]> {
  const [rows, all] = await Promise.all([represented(db, { today: on }), hearings(db)])
  return judgedEach(rows, all, { cutOff: () => terms.feedbackCutOff, today: on })
}

const evidenceOf = (one: Feedback): Evidence => ({
  says: `${one.person}, ${one.group} of ${inShort(one.heldOn)}: ${lowerFirst(owedInWords(one)).replace(/\.$/, '')}`,
  on: one.due?.heldOn ?? one.heldOn,
  href: feedbackHref(one),
})

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** It belongs to the year in which it was due; until that is known, to the year in which the group met. */
const isOfYear = ({ due, heldOn }: Feedback, { year }: Judged) =>
  academicYearOf(due?.heldOn ?? heldOn) === year

/** Clause 30: every representative reported back at the meeting at which it was due, and at none after. */
export function reportsBack(all: Feedback[], judged: Judged): Finding {
  const rows = all.filter((row) => isOfYear(row, judged))
  if (rows.length === 0) return nobodyOwed(judged)
  const evidence = rows.map(evidenceOf)
  const owing = rows.filter(({ state }) => isOwing(state))
  const next = nextOf(owing)
  const late = rows.filter(({ state }) => state === 'late' || state === 'given late')
  const given = rows.length - owing.length
  const says = `${many(given, 'report was', 'reports were')} given of ${rows.length} from groups in which somebody of the school represents the alliance`
  if (late.length > 0) return breached(`${says}; ${late.length} late.`, { evidence, ...next })
  if (owing.length === 0) return met(`${says}, each in time.`, { evidence })
  const first = owing.flatMap(({ due }) => due?.heldOn ?? []).sort()[0]
  const because = first
    ? `${says}; the next is due on ${inWords(first)}.`
    : `${says}; no meeting for the next is planned yet.`
  const isNear = first !== undefined && daysBetween(judged.on, first) <= judged.terms.warningDays
  return (isNear ? atRisk : notYetDue)(because, { evidence, ...next })
}

function nextOf(owing: Feedback[]) {
  const [first] = [...owing].sort((a, b) => ((a.due?.heldOn ?? '9') < (b.due?.heldOn ?? '9') ? -1 : 1))
  if (!first) return {}
  return {
    next: { says: `Report back from ${first.group} of ${inShort(first.heldOn)}`, href: feedbackHref(first) },
  }
}

function nobodyOwed(judged: Judged): Finding {
  const says = `Nobody of the school represented the alliance in a group that met and had to report back in ${yearName(judged.year)}`
  return judged.ended ? doesNotApply(`${says}.`) : notYetDue(`${says} so far.`)
}

export const feedbackCommitments = {
  feedback: commitment(
    {
      asks: 'Whether every representative reported back to the first meeting whose agenda was still open when the group met.',
      kind: 'kept',
      terms: ['feedbackCutOff', 'warningDays'],
    },
    feedbackJudged,
    reportsBack,
  ),
}
