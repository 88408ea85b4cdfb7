import { type Day, inDays, inWords } from '../../../platform/day.ts'
import type { Tone } from '../../../platform/parts.tsx'
import type { Who } from '../../../platform/who.ts'
import { mayMove, type Parties, way } from '../rules.ts'
import type { State } from '../tables.ts'

/** Steps that are taken on the page of a deployment itself; the others follow from a match, a signature, a plan or an evaluation. */
export const pressed = ['triage', 'release', 'resume'] as const
export const reasoned = ['decline', 'refuse', 'unmatch', 'pause', 'reopen', 'withdraw'] as const
export type Pressed = (typeof pressed)[number]
export type Reasoned = (typeof reasoned)[number]
export type HereTaken = Pressed | Reasoned

/** What is asked before a step that wants a reason: who reads it, and what follows. */
export const asksWhy: Record<Reasoned, { title: string; hint: string; submit: string; follows: string }> = {
  decline: {
    title: 'Decline the request',
    hint: 'The school that asked reads it',
    submit: 'Decline',
    follows:
      'The head who asked is told by mail. From then on the school is free to ask another school itself.',
  },
  refuse: {
    title: 'Do not release the practitioner',
    hint: 'SSIG and the school that asked read it',
    submit: 'Do not release',
    follows: 'SSIG looks for somebody else. Your school no longer sees the request.',
  },
  unmatch: {
    title: 'Give up this match',
    hint: 'Both schools read it',
    submit: 'Give up this match',
    follows: 'The practitioner’s days are free again, and SSIG looks for somebody else.',
  },
  pause: {
    title: 'Pause the support',
    hint: 'Both schools, the practitioner and SSIG read it',
    submit: 'Pause',
    follows: 'The practitioner’s days stay bound until it goes on or is closed.',
  },
  reopen: {
    title: 'Open it again',
    hint: 'Both schools and the practitioner read it',
    submit: 'Open it again',
    follows: 'The day by which it is evaluated is counted anew when it is closed again.',
  },
  withdraw: {
    title: 'Withdraw the request',
    hint: 'SSIG and whoever was to support you read it',
    submit: 'Withdraw',
    follows: 'It is over then: ask anew if support is wanted after all.',
  },
}

/** What ends or halts the way, which stands below everything that goes on. */
const halting: readonly HereTaken[] = ['decline', 'unmatch', 'pause', 'withdraw']

/** Whether a step stands at the foot of the page. A request that is not taken up yet is declined at its head. */
export const isHalting = (step: HereTaken, state: State) =>
  halting.includes(step) && !(step === 'decline' && state === 'requested')

/**
 * The steps that somebody may take on the page now, in the order of the table. What had visits that were made is closed
 * and evaluated, and not offered to be withdrawn or given up.
 */
export const hereFor = (
  who: Who,
  deployment: Parties & { state: State },
  { made }: { made: number },
): HereTaken[] =>
  [...pressed, ...reasoned].filter(
    (name) => mayMove(who, name, deployment) && (made === 0 || (name !== 'withdraw' && name !== 'unmatch')),
  )

/** How far along the way it stands: paused stands where it was; what was declined or withdrawn stands nowhere on it. */
export function stagesOf(state: State): { state: State; is: 'done' | 'here' | 'ahead' }[] | null {
  const at = way.indexOf(state === 'paused' ? 'active' : state)
  if (at < 0) return null
  return way.map((one, i) => ({ state: one, is: i < at ? 'done' : i === at ? 'here' : 'ahead' }))
}

export const tones: Record<State, Tone> = {
  ...{ requested: 'due', triaged: 'due', matched: 'due', released: 'due', agreed: 'calm', active: 'calm' },
  ...{ paused: 'due', closed: 'due', evaluated: 'due', 'signed off': 'good' },
  ...{ declined: 'quiet', withdrawn: 'quiet' },
}

type Stands = {
  state: State
  toSchool: string
  fromSchool: string | null
  practitioner: string | null
  evaluationDue: Day | null
  /** Until when SSIG answers, while it still may. */
  answerDue?: Day | null
}

/** Whom it waits for, and for what: one sentence for everybody who may see it. */
export function waitsFor({
  state,
  toSchool,
  fromSchool,
  practitioner,
  evaluationDue,
  answerDue,
}: Stands): string {
  const answer = answerDue ? `; its answer is due by ${inWords(answerDue)}` : ''
  const supporting = fromSchool ?? 'the supporting school'
  const who = practitioner ?? 'the practitioner'
  const says: Record<State, string> = {
    requested: `Waiting for SSIG to take the request up${answer}.`,
    triaged: `Waiting for SSIG to choose a practitioner${answer}.`,
    matched: `Waiting for the head of ${supporting} to release ${who}.`,
    released: `Waiting for three signatures: of the heads of ${toSchool} and ${supporting}, and of ${who}.`,
    agreed: `Waiting for ${toSchool} and ${who} to agree the plan.`,
    active: `${who} supports ${toSchool}: the visits and their notes are below.`,
    paused: 'Paused, until somebody takes it up again.',
    closed: `Waiting for the head of ${toSchool} to evaluate it${evaluationDue ? ` by ${inWords(evaluationDue)}` : ''}.`,
    evaluated: 'Waiting for SSIG to sign it off.',
    'signed off': 'It is over: evaluated and signed off.',
    declined: 'It is over: SSIG could not help.',
    withdrawn: 'It is over: the request was withdrawn.',
  }
  return says[state]
}

/** What a practitioner has left in a year once this match is counted, in words for the head who releases them. */
export const leftInWords = (who: string, { offered, bound }: { offered: number; bound: number }) =>
  `Of the ${inDays(offered)} for which ${who} is released this year, ${inDays(Math.max(0, offered - bound))} would be left.`

/** Why it cannot be withdrawn or unmatched while there are visits to it; nothing where there are none. */
export function visitsRefusal({ planned, made }: { planned: number; made: number }): string | null {
  if (made > 0)
    return `${made === 1 ? 'One visit was' : `${made} visits were`} made already: close it instead, so that it is evaluated (clause 26)`
  if (planned > 0)
    return `${planned === 1 ? 'One visit is still planned: cancel it' : `${planned} visits are still planned: cancel them`} first, so that those who keep the time free are told`
  return null
}
