import type { Actor } from '../platform/action.ts'
import { addDays, type Day, inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import type { Step } from '../platform/parts.tsx'
import { headOf, isOffice } from '../platform/who.ts'
import { current, type StageState } from './debrief/rules.ts'
import type { RoundWithin } from './queries.ts'
import { isHostHead, isLead, mayAgree, maySeeRounds, mayTellReturn, missingInWords } from './rules.ts'
import { stages } from './tables.ts'
import { type Waiting, waiting } from './waiting.ts'

/** Days before the return within which the host's head is asked for it. */
const ASKED_BEFORE_DAYS = 7

/**
 * A visitor: their notes, from the day after. The lead: the visit to mark, and the debrief while it is open. The host's
 * head: the return as it comes due. The office: what was offered as a case study.
 */
export const needs: Needs = async ({ who, db, today }) => {
  if (who.personId === null || !maySeeRounds(who)) return []
  const own = { personId: who.personId, hosts: headOf(who), office: isOffice(who) }
  return (await waiting(db, own)).flatMap((one) => needsOf(one, { who, today }))
}

type At = Pick<Actor, 'who' | 'today'>

function needsOf(one: Waiting, { who, today }: At): Need[] {
  const at = `/rounds/${one.id}`
  const why = `${one.title}, at ${one.host} on ${inShort(one.visitOn)}`
  const lead = isLead(who, one) || (one.leadId === null && isHostHead(who, one))
  const found: (Need | false)[] = [
    one.owesNotes &&
      one.visitOn < today && {
        ...{ href: `${at}/notes`, says: 'Write down what you saw in lessons', why },
        on: addDays(one.visitOn, 1),
      },
    lead &&
      one.state === 'planned' &&
      one.visitOn <= today && { href: at, says: 'Mark the lessons as visited', why, on: one.visitOn },
    lead &&
      one.state === 'visited' && { href: `${at}/debrief`, says: 'Go on with the debrief', why, on: null },
    isHostHead(who, one) && returnDue(one, today, why),
    isOffice(who) &&
      one.isOffered && {
        href: `${at}/case-study`,
        says: 'A round is offered as a case study',
        why,
        on: null,
      },
  ]
  return found.filter((need) => need !== false)
}

function returnDue(one: Waiting, today: Day, why: string): Need | false {
  if (one.state !== 'debriefed' || one.returnOn === null) return false
  if (addDays(one.returnOn, -ASKED_BEFORE_DAYS) > today) return false
  const late = one.returnOn < today
  return {
    ...{ href: `/rounds/${one.id}/return`, says: 'Tell what was found on return', why, on: one.returnOn },
    state: late ? { says: 'Late', tone: 'bad' } : { says: 'Due', tone: 'due' },
  }
}

type Within = { stages: StageState[]; noted: { personId: number }[]; visits: boolean }

/** What somebody in a round does next about it, on its own page. */
export function stepsIn(
  { who, today }: At,
  round: RoundWithin,
  { stages: all, noted, visits }: Within,
): Step[] {
  const at = `/rounds/${round.id}`
  const stage = current(all)
  const missing = missingInWords(round.marks)
  const writes = visits && round.visitOn <= today && !noted.some(({ personId }) => personId === who.personId)
  const steps: (Step | false)[] = [
    round.state === 'planned' &&
      missing !== null &&
      mayAgree(who, round) && {
        href: `${at}/correct`,
        says: 'Finish the problem of practice',
      },
    writes &&
      (round.state === 'planned' || round.state === 'visited') &&
      stage === 'description' && { href: `${at}/notes`, says: 'Write down what you saw in lessons' },
    round.state === 'visited' &&
      stage !== undefined && {
        href: `${at}/debrief`,
        says: `Go on with the debrief: ${stages[stage].toLowerCase()}`,
      },
    round.state === 'debriefed' &&
      mayTellReturn(who, round) && { href: `${at}/return`, says: 'Tell what was found on return' },
  ]
  return steps.filter((step) => step !== false)
}
