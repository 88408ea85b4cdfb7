import type { Reader } from '../../platform/db.ts'
import { electorsCounted, type Result, resultOf } from '../counting/result.ts'
import { type Ballot, type OptionRow, optionsOf } from '../queries.ts'
import { motionChoices } from '../tables.ts'
import { FORMAT } from './paper.ts'
import { inOrder, type Listed, paperPublished, type Terms } from './published.ts'
import { countedPapers, drawnLot, tookPart } from './queries.ts'

/** The words of a motion’s answers are sealed with every vote: published otherwise, no digest would hold any more. */
const optionsIn = ({ asks }: Ballot, options: OptionRow[]): Terms['options'] =>
  asks === 'motion'
    ? Object.entries(motionChoices).map(([choice, says], i) => ({ choice, says, position: i + 1 }))
    : options.map(({ id, words, position }) => ({ choice: String(id), says: words, position }))

/** What a ballot asks and what decides it: sealed by the transaction that closes it, and published from here again. */
export async function termsOf(db: Reader, ballot: Ballot): Promise<Terms> {
  const electors = await electorsCounted(db, ballot.id)
  const options = optionsIn(ballot, await optionsOf(db, ballot.id))
  const { asks, counting, majority, abstentionsCast, byCorrespondence, needed, lotPromise, question } = ballot
  return {
    ...{ asks, counting, majority, abstentionsCast: abstentionsCast === true, electors },
    ...{ quorum: byCorrespondence ? needed : null, lotPromise, options, question },
  }
}

/** What is published of a closed ballot, in order. */
export async function listOf(db: Reader, ballot: Ballot, key: Buffer): Promise<Listed> {
  const { id } = ballot
  const [terms, papers, parts] = await Promise.all([
    termsOf(db, ballot),
    countedPapers(db, id),
    tookPart(db, id),
  ])
  return inOrder({
    ...{ ballot: id, key, terms, papers },
    took: parts.flatMap(({ school, choice }) => (choice === null ? [school] : [])),
    named: parts.flatMap(({ school, choice }) => (choice === null ? [] : [{ school, choice }])),
  })
}

/** The choice that is elected; those between whom a lot decides are not. */
const electedBy = ({ outcome, options: [first] }: Result) =>
  outcome === 'elected' && first ? String(first.id) : null

/** The file from which anybody counts again, format 1 (docs/secret-ballots.md). */
export async function documentOf(
  db: Reader,
  ballot: Ballot,
  { list, alliance }: { list: Listed; alliance: string },
) {
  const [result, drawn] = await Promise.all([resultOf(db, ballot), drawnLot(db, ballot.id)])
  const { question, lotPromise, ...terms } = list.terms
  return {
    format: FORMAT,
    ballot: ballot.id,
    alliance,
    question,
    ...terms,
    took: list.took,
    named: list.named,
    key: list.key.toString('base64'),
    papers: list.papers.map(paperPublished),
    lot: lotPromise === null ? null : { promise: lotPromise, seed: null, words: null, ...drawn },
    closedAt: ballot.closedAt?.toISOString() ?? null,
    digest: ballot.digest,
    result: result && { outcome: result.outcome, elected: electedBy(result), says: result.says },
  }
}
