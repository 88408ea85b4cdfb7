import { headOf, holds, isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import type { State } from './tables.ts'

/** What somebody is to a deployment; one person may be several. */
export const sides = {
  ssig: 'SSIG or the office',
  'supported head': 'The head of the supported school',
  'supporting head': 'The head of the supporting school',
  practitioner: 'The practitioner',
  system: 'Endeavour, by itself',
} as const
export type Side = keyof typeof sides

export type Move = {
  from: readonly State[]
  to: State
  /** What is pressed, or what happens. */
  says: string
  may: readonly Side[]
  /** Whether a reason must be given. */
  reason?: true
}

const running = ['triaged', 'matched', 'released', 'agreed', 'active', 'paused'] as const

/**
 * Every way from one state to another, and who may take it: the only place that says so. `docs/deployments.md` is
 * drawn from it, every action asks it, and the database holds that a move starts where the deployment stands.
 */
export const moves = {
  triage: { from: ['requested'], to: 'triaged', says: 'Take up', may: ['ssig'] },
  decline: {
    from: ['requested', 'triaged'],
    to: 'declined',
    says: 'Decline: SSIG cannot help',
    may: ['ssig'],
    reason: true,
  },
  match: { from: ['triaged'], to: 'matched', says: 'Choose a practitioner', may: ['ssig'] },
  unmatch: {
    from: ['matched', 'released', 'agreed'],
    to: 'triaged',
    says: 'Give up this match',
    may: ['ssig'],
    reason: true,
  },
  release: {
    from: ['matched'],
    to: 'released',
    says: 'Release the practitioner',
    may: ['supporting head'],
  },
  refuse: {
    from: ['matched'],
    to: 'triaged',
    says: 'Do not release the practitioner',
    may: ['supporting head'],
    reason: true,
  },
  agree: { from: ['released'], to: 'agreed', says: 'The third party has signed', may: ['system'] },
  begin: {
    from: ['agreed'],
    to: 'active',
    says: 'Agree the plan',
    may: ['supported head', 'practitioner'],
  },
  pause: {
    from: ['active'],
    to: 'paused',
    says: 'Pause',
    may: ['supported head', 'supporting head', 'practitioner', 'ssig'],
    reason: true,
  },
  resume: {
    from: ['paused'],
    to: 'active',
    says: 'Go on',
    may: ['supported head', 'supporting head', 'practitioner', 'ssig'],
  },
  close: {
    from: ['active', 'paused'],
    to: 'closed',
    says: 'Close',
    may: ['supported head', 'practitioner', 'ssig'],
  },
  reopen: { from: ['closed'], to: 'active', says: 'Open again', may: ['ssig'], reason: true },
  evaluate: { from: ['closed'], to: 'evaluated', says: 'Evaluate', may: ['supported head'] },
  'sign off': { from: ['evaluated'], to: 'signed off', says: 'Sign off', may: ['ssig'] },
  withdraw: {
    from: ['requested', ...running],
    to: 'withdrawn',
    says: 'Withdraw the request',
    may: ['supported head', 'ssig'],
    reason: true,
  },
} as const satisfies Record<string, Move>
export type MoveName = keyof typeof moves
export const moveNames = Object.keys(moves) as MoveName[]

/** The way of a deployment that goes well. */
export const way: readonly State[] = [
  'requested',
  'triaged',
  'matched',
  'released',
  'agreed',
  'active',
  'closed',
  'evaluated',
  'signed off',
]

/** The states that one in this state has been in; of what left the way only that it was asked for. */
export const wayTo = (state: State): State[] =>
  way.includes(state) ? way.slice(0, way.indexOf(state) + 1) : ['requested', state]

/** Whose deployment it is: what a person is to it follows from this and from who they are. */
export type Parties = {
  toMembershipId: number
  fromMembershipId: number | null
  /** The person who supports; none before somebody is chosen. */
  practitionerPersonId: number | null
}

/** Heads sign, release and evaluate; a deputy sees what their head sees, and acts for the supported school day by day. */
export function sidesOf(
  who: Who,
  { toMembershipId, fromMembershipId, practitionerPersonId }: Parties,
): Side[] {
  const heads = headOf(who)
  return [
    ...(mayBroker(who) ? (['ssig'] as const) : []),
    ...(heads.includes(toMembershipId) ? (['supported head'] as const) : []),
    ...(fromMembershipId !== null && heads.includes(fromMembershipId) ? (['supporting head'] as const) : []),
    ...(who.personId !== null && who.personId === practitionerPersonId ? (['practitioner'] as const) : []),
  ]
}

/** Whether this person may take this step from here; what else stands in its way is for its own action to say. */
export function mayMove(who: Who, name: MoveName, deployment: Parties & { state: State }): boolean {
  const { from, may }: Move = moves[name]
  return from.includes(deployment.state) && sidesOf(who, deployment).some((side) => may.includes(side))
}

/** The steps that are open to somebody now, in the order of the table. */
export const movesFor = (who: Who, deployment: Parties & { state: State }) =>
  moveNames.filter((name) => mayMove(who, name, deployment))

/** The office and SSIG take requests up, match them and sign them off. */
export const mayBroker = (who: Who) => isOffice(who) || holds(who, 'ssig')

/** Whether anything of deployments is for this person; row security says which. */
export const maySeeDeployments = (who: Who) =>
  mayBroker(who) ||
  ledMemberships(who).length > 0 ||
  holds(who, 'practitioner', 'teacher', 'business manager')

/** For which schools somebody asks for support: those they head (a deputy prepares nothing here: a head asks). */
export const mayAskFor = headOf

/** Whether the deployment binds somebody's days: from the match until it is closed. */
export const isRunning = (state: State) =>
  (['matched', 'released', 'agreed', 'active', 'paused'] as State[]).includes(state)

/** States after which nothing follows. */
export const over: readonly State[] = ['signed off', 'declined', 'withdrawn']
export const isOver = (state: State) => over.includes(state)
