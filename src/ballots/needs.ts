import { inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { needs as lots } from './counting/needs.ts'
import { resultsOf } from './counting/result.ts'
import { needs as proposals } from './outcome/needs.ts'
import { whyNoDecision } from './outcome/rules.ts'
import { type Ballot, ballotsAmong, keepsBallot } from './queries.ts'
import { titleOf } from './rules.ts'
import { unsettled, type Waits } from './unsettled.ts'
import { needs as votes } from './votes/needs.ts'

/** What waits for whoever keeps votes. */
const keeping: Needs = async ({ who, db, today }) => {
  if (who.personId === null) return []
  const waiting = new Map((await unsettled(db, today)).map(({ id, waits }) => [id, waits]))
  const ballots = await ballotsAmong(db, [...waiting.keys()])
  const keeps = await Promise.all(ballots.map((ballot) => keepsBallot({ who, db }, ballot)))
  const kept = ballots.filter((_, i) => keeps[i])
  const results = await resultsOf(
    db,
    kept.filter(({ state }) => state === 'closed'),
  )
  return kept.flatMap((ballot) => {
    const waits = waiting.get(ballot.id)
    const idle = waits === 'decision' && whyNoDecision(ballot, results.get(ballot.id) ?? null) !== null
    return waits === undefined || idle ? [] : [needOf[waits](ballot)]
  })
}

/** Nothing confidential is named here: it is said in mails too. */
const named = (ballot: Ballot) => (ballot.partB ? 'a vote on a confidential item' : `“${titleOf(ballot)}”`)

const needOf: Record<Waits, (ballot: Ballot) => Need> = {
  answer: (ballot) => ({
    href: `/ballots/${ballot.id}`,
    says: `Take up or decline ${named(ballot)}`,
    why: `It was proposed${ballot.proposer === null ? '' : ` by ${ballot.proposer}`}.`,
    state: { says: 'Proposed', tone: 'due' },
    on: null,
  }),
  end: (ballot) => ({
    href: `/ballots/${ballot.id}`,
    says: ballot.openedAt === null ? `Say what becomes of ${named(ballot)}` : `Close ${named(ballot)}`,
    why: `${ballot.meeting}, ${ballot.heldOn === null ? '' : inShort(ballot.heldOn)}, is over, and it was ${ballot.openedAt === null ? 'not voted on' : 'left open'}.`,
    state: { says: 'Past', tone: 'bad' },
    on: null,
  }),
  window: (ballot) => ({
    href: `/ballots/${ballot.id}`,
    says: `Open ${named(ballot)}, or set another time for it`,
    why: 'The time has come at which it was to open, and it has not.',
    state: { says: 'Not open', tone: 'bad' },
    on: null,
  }),
  decision: (ballot) => ({
    href: `/ballots/${ballot.id}/decision`,
    says: `Record what was decided on ${named(ballot)}`,
    why: 'The vote is closed, and its decision is not in the register yet.',
    state: { says: 'No decision', tone: 'due' },
    on: null,
  }),
}

/** All that waits for somebody of votes: to vote, to draw a lot, to close, to decide. */
export const needs: Needs = async (by) =>
  (await Promise.all([votes(by), lots(by), keeping(by), proposals(by)])).flat()
