import { piecesOf } from '../../agreement/changes.ts'
import { momentInWords } from '../../platform/day.ts'
import { History, type Says } from '../../platform/history.tsx'
import { Details, Reworded, Section } from '../../platform/parts.tsx'
import type { Revision } from '../../platform/revision.ts'
import type { Ballot } from '../queries.ts'
import { countings, majorities, manners } from '../tables.ts'

type Row = Record<string, unknown>

const labelled = (is: string, labels: Record<string, string>): Says[string] => ({
  is,
  says: (value) => labels[String(value)] ?? null,
})
const moment = (is: string): Says[string] => ({
  is,
  says: (value) => (typeof value === 'string' ? momentInWords(new Date(value)) : null),
})
const words = (is: string): Says[string] => ({
  is,
  says: (value) => (typeof value === 'string' ? value : null),
})

/** What is told of an earlier draft; how the vote went on is no draft. */
const told: Says = {
  question: words('Question'),
  amended_words: words('The motion would have read'),
  explanation: words('Explanation'),
  asks: labelled('What', { motion: 'A motion', election: 'An election' }),
  manner: labelled('How', manners),
  majority: labelled('To be carried', majorities),
  counting: labelled('Counted', countings),
  candidates: words('Candidates'),
  may_change: labelled('A vote may be changed', { true: 'Yes', false: 'No' }),
  opens_at: moment('Opens'),
  closes_at: moment('Closes'),
  proposal_id: {
    is: 'Decides',
    says: (value) => (value == null ? null : `Proposal ${value} to change the agreement`),
  },
  item_id: { is: 'Belongs to', says: (value) => (value == null ? null : 'Another item of a meeting') },
  amends_version: {
    is: 'Written against',
    says: (value) => (value == null ? null : `Version ${value} of the motion`),
  },
}

/** The vote as it stands, under the names of its columns. */
const standing = (now: Ballot): Row => ({
  ...{ question: now.question, amended_words: now.amendedWords, explanation: now.explanation },
  ...{ asks: now.asks, manner: now.manner, majority: now.majority, counting: now.counting },
  ...{ may_change: now.mayChange, opens_at: now.opensAt, closes_at: now.closesAt },
  ...{ proposal_id: now.proposalId, item_id: now.itemId, amends_version: now.amendsVersion },
})

const comparable = (value: unknown, column: string) =>
  column.endsWith('_at') && value != null ? new Date(value as string | Date).getTime() : value

/** Only what was changed next is told of a draft. */
const changed = (before: Row, next: Row): Row =>
  Object.fromEntries(
    Object.entries(before).filter(
      ([column, value]) =>
        Object.hasOwn(told, column) && comparable(value, column) !== comparable(next[column], column),
    ),
  )

/** The drafts that a vote had before, newest first, with the changes of its words since the first of them marked. */
export function EarlierDrafts({ of, now }: { of: Revision[]; now: Ballot }) {
  if (of.length === 0) return null
  const drafts = of.map((one, i) => ({
    ...one,
    // What nobody pressed for: an amendment that was carried when its time was over.
    changedBy: one.changedBy ?? 'Endeavour',
    before: changed(one.before, of[i - 1]?.before ?? standing(now)),
  }))
  const first = String(of.at(-1)?.before.question ?? now.question)
  return (
    <Section title="Earlier drafts" id="drafts">
      {first !== now.question && (
        <Details summary="How the question changed since its first draft">
          <Reworded pieces={piecesOf({ was: first, now: now.question })} />
        </Details>
      )}
      <History of={drafts} says={told} />
    </Section>
  )
}
