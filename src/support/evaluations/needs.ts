import type { Day } from '../../platform/day.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { headOf } from '../../platform/who.ts'
import { mayBroker } from '../deployments/rules.ts'
import { evaluationCounts, waitingFor } from './queries.ts'
import { dueInWords, type EvaluationState } from './rules.ts'

/** The head of a supported school: what to evaluate and what to look at again. SSIG and the office: what to sign off. */
export const needs: Needs = async (by) => {
  const { who, db, today } = by
  const mine = (await waitingFor(db, headOf(who), today)).map((one) => needOf(one, today))
  if (!mayBroker(who)) return mine
  const counts = await evaluationCounts(db, today)
  return [...mine, ...kept(counts)]
}

type Waiting = Awaited<ReturnType<typeof waitingFor>>[number]

function needOf({ id, practitioner, area, due, checks }: Waiting, today: Day): Need {
  const of = `the support from ${practitioner} (${area})`
  if (checks)
    return {
      href: `/support/deployments/${id}/outcome`,
      says: `Say what came of ${of}`,
      why: 'It was too early to say when you evaluated it.',
      state: { says: 'To check', tone: 'due' },
      on: due,
    }
  const late = due !== null && due < today
  return {
    href: `/support/deployments/${id}/evaluate`,
    says: `Evaluate ${of}`,
    why: dueInWords(due, null, today),
    state: late ? { says: 'Late', tone: 'bad' } : { says: 'To evaluate', tone: 'due' },
    on: due,
  }
}

function kept(counts: Partial<Record<EvaluationState, number>>): Need[] {
  const toSign = counts['to sign off'] ?? 0
  const late = counts.late ?? 0
  return [
    ...(toSign > 0
      ? [
          {
            href: '/support/evaluations?state=to+sign+off',
            says:
              toSign === 1
                ? 'One evaluation of support waits to be signed off'
                : `${toSign} evaluations of support wait to be signed off`,
            why: 'Read what the supported school says, and sign it off.',
            state: { says: 'To sign off', tone: 'due' as const },
            on: null,
          },
        ]
      : []),
    ...(late > 0
      ? [
          {
            href: '/support/evaluations?state=late',
            says:
              late === 1 ? 'One evaluation of support is late' : `${late} evaluations of support are late`,
            why: 'Their heads are written to each week; you can remind them too.',
            state: { says: 'Late', tone: 'bad' as const },
            on: null,
          },
        ]
      : []),
  ]
}
