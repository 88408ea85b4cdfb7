import type { Voted } from '../../agreement/proposals/voted.ts'
import type { Actor } from '../../platform/action.ts'
import { dayInLondon, inWords } from '../../platform/day.ts'
import { Bullets, Link, Section } from '../../platform/parts.tsx'
import { Refusal } from '../../platform/refusal.ts'
import { type Result, resultsOf } from '../counting/result.ts'
import type { Ballot } from '../queries.ts'
import { states } from '../rules.ts'
import { seenBallot } from '../seen.ts'
import { decisionBy, votesOf } from './queries.ts'
import { proposalReason, voteInWords } from './rules.ts'

/** The votes on a proposal to change the agreement, the latest last, and what they decided of it. */
export async function votesOnProposal(by: Actor, proposalId: number): Promise<Voted> {
  const ballots = await seenOf(by, await votesOf(by.db, proposalId))
  const results = await resultsOf(by.db, ballots)
  const settled = ballots.findLast(({ id, partB }) => !partB && isSettled(results.get(id)))
  const result = settled && results.get(settled.id)
  const reason = settled && result ? await reasonOf(by, settled, result) : null
  return {
    shown: ballots.length === 0 ? null : <Votes {...{ ballots, results }} />,
    carried: result?.outcome === 'carried' ? reason : null,
    lost: result?.outcome === 'not carried' ? reason : null,
    before: ballots.some(({ state }) => state !== 'closed' && state !== 'cancelled'),
  }
}

const isSettled = (result: Result | undefined) =>
  result?.outcome === 'carried' || result?.outcome === 'not carried'

/** With the number of the decision, by which the reason is found again from there. */
async function reasonOf({ db }: Actor, { id }: Ballot, result: Result): Promise<string> {
  const decided = await decisionBy(db, id)
  return [decided && `Decision ${decided.number}.`, proposalReason(voteInWords(result))]
    .filter(Boolean)
    .join(' ')
}

/** Those of these votes that whoever asks may see; of others it is not even said that they are there. */
async function seenOf(by: Actor, ids: number[]): Promise<Ballot[]> {
  const found = await Promise.all(
    ids.map((id) =>
      seenBallot(by, id).catch((error) => {
        if (error instanceof Refusal && error.kind === 'not found') return null
        throw error
      }),
    ),
  )
  return found.filter((ballot) => ballot !== null)
}

const Votes = ({ ballots, results }: { ballots: Ballot[]; results: Map<number, Result> }) => (
  <Section title="Votes on it" id="votes">
    <Bullets
      items={ballots.map((ballot) => (
        <>
          <Link to={`/ballots/${ballot.id}`}>{ballot.partB ? 'A confidential vote' : ballot.question}</Link>:{' '}
          {stands(ballot, results.get(ballot.id))}
        </>
      ))}
    />
  </Section>
)

const stands = ({ state, closedAt }: Ballot, result: Result | undefined) =>
  result && closedAt
    ? `${inWords(dayInLondon(closedAt))}, ${voteInWords(result)}`
    : states[state].toLowerCase()
