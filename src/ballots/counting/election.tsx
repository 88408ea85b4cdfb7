import type { Child } from 'hono/jsx'
import { ChartFigure, type Stack } from '../../platform/chart.tsx'
import { Bullets, Subheading, Tag } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Round } from './elections.ts'
import type { Result } from './result.ts'
import { written } from './rules.ts'
import { namesIn, roundInWords } from './words.ts'

export type Elected = NonNullable<Result['election']>

/** How an election was counted: the last round as a picture, every round as a table, and what happened after each. */
export function ElectionCounted({ id, of }: { id: number; of: Elected }) {
  const several = of.rounds.length > 1
  return (
    <>
      <ChartFigure chart={chartOf(id, of)} />
      {several && (
        <>
          <Subheading>Round by round</Subheading>
          <Table of={rounds(of)} rows={lines(of)} hideCaption />
          <Bullets items={of.rounds.map((_, at) => `Round ${at + 1}: ${roundInWords(of, at)}`)} />
        </>
      )}
    </>
  )
}

type Line = { name: Child; cells: string[] }

const rounds = ({ rounds }: Elected): Listing<Line> => ({
  caption: 'The papers that counted for each candidate, round by round',
  empty: 'Nobody stood.',
  columns: [
    { title: 'Candidate', show: ({ name }) => name },
    ...rounds.map((_, at) => ({
      title: `Round ${at + 1}`,
      numeric: true as const,
      show: ({ cells }: Line) => cells[at],
    })),
  ],
})

/** Whoever came furthest first; beneath them the papers that counted, and those that did not any more. */
function lines(of: Elected): Line[] {
  const { candidates, rounds, end } = of
  const elected = end.outcome === 'elected' ? end.elected : undefined
  const ranked = [...candidates].sort(
    (a, b) => furthest(b.id, of) - furthest(a.id, of) || lastVotes(b.id, of) - lastVotes(a.id, of),
  )
  return [
    ...ranked.map(({ id, words }) => ({
      name:
        id === elected ? (
          <>
            {words} <Tag says="Elected" tone="good" />
          </>
        ) : (
          words
        ),
      cells: rounds.map((_, at) => votesIn(id, rounds, at)),
    })),
    { name: 'Papers that count', cells: rounds.map(({ counting }) => written(counting)) },
    { name: 'Papers that prefer nobody left', cells: rounds.map(({ exhausted }) => written(exhausted)) },
  ]
}

const polledIn = (id: number, round: Round | undefined) => round?.polled.find((one) => one.id === id)?.votes

const furthest = (id: number, { rounds }: Elected) =>
  rounds.filter((round) => polledIn(id, round) !== undefined).length

const lastVotes = (id: number, of: Elected) => polledIn(id, of.rounds[furthest(id, of) - 1]) ?? 0

/** The votes of a round with what came to them since the one before: “15 (+3)”; “out” where they are. */
function votesIn(id: number, rounds: Round[], at: number): string {
  const votes = polledIn(id, rounds[at])
  if (votes === undefined) return 'out'
  const before = polledIn(id, rounds[at - 1]) ?? votes
  return votes === before ? written(votes) : `${written(votes)} (+${written(votes - before)})`
}

/** The last round as it is read out: “Bob Birch 11, Ann Ash 8. More than half of 19 papers is 10.” */
function polledInWords(of: Elected, last: Round | undefined, withHalf: boolean): string {
  const polled = (last?.polled ?? []).map(({ id, votes }) => `${namesIn(of, [id])} ${written(votes)}`)
  const counting = last?.counting ?? 0
  const half = `. More than half of ${written(counting)} papers is ${written(Math.floor(counting / 2) + 1)}.`
  return `${polled.join(', ')}${withHalf ? half : '.'}`
}

function chartOf(id: number, of: Elected): Stack {
  const last = of.rounds.at(-1)
  const counting = last?.counting ?? 0
  const byPreference = of.end.outcome !== 'elected' || of.end.ground !== 'most votes'
  const mark = byPreference && of.rounds.length > 1
  return {
    kind: 'stack',
    id: `vote-${id}`,
    title: of.rounds.length > 1 ? `Round ${of.rounds.length}, the last` : 'How it was voted',
    summary: polledInWords(of, last, mark),
    unit: ['paper', 'papers'],
    labels: 'Candidate',
    series: ['Votes'],
    rows: (last?.polled ?? []).map(({ id, votes }) => ({
      label: of.candidates.find((one) => one.id === id)?.words ?? '',
      values: [votes],
    })),
    whole: counting,
    ...(mark ? { mark: { at: Math.floor(counting / 2) + 1, label: 'More than half' } } : {}),
  }
}
