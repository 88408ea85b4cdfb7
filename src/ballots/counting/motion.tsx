import { ChartFigure, type Stack } from '../../platform/chart.tsx'
import { Inset, SideBySide, Subheading } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Result } from './result.ts'
import { shareOfCast, sumInWords, votes } from './rules.ts'
import { type SumStep, sumSteps } from './steps.ts'

type Decided = NonNullable<Result['motion']>

const sum: Listing<SumStep> = {
  caption: 'The sum, step by step',
  empty: 'Nothing was counted.',
  whole: true,
  columns: [
    { title: 'Step', show: ({ says }) => says },
    { title: 'Number', numeric: true, show: ({ number }) => number },
  ],
}

/** How a motion was decided: the picture, the sum, and what share of the votes cast it was. */
export const MotionCounted = ({ id, of }: { id: number; of: Decided }) => (
  <SideBySide>
    <ChartFigure chart={chartOf(id, of)} />
    <div>
      <Subheading>The sum, step by step</Subheading>
      <Table of={sum} rows={sumSteps(of)} hideCaption />
      <Inset>{besideTheSum(of)}</Inset>
    </div>
  </SideBySide>
)

/** What is asked first by whoever reads the sum: the share of votes cast, and what became of the abstentions. */
function besideTheSum({ sum, tally, basis }: Decided): string {
  const share = shareOfCast(sum)
  const said = [share ? `${share}.` : 'No vote was cast for it or against it.']
  if (sum.tied) said.push('It was a tie, which is not carried: nobody has a casting vote.')
  if (tally.abstain > 0) said.push(abstentions(tally.abstain, sum.part, basis.abstentionsCast))
  return said.join(' ')
}

function abstentions(many: number, part: Decided['sum']['part'], cast: boolean): string {
  const those = many === 1 ? 'The one abstention' : `The ${many} abstentions`
  const are = many === 1 ? 'is' : 'are'
  const no = many === 1 ? 'no vote' : 'no votes'
  if (part !== 'votes cast')
    return `${those} ${are} among the memberships of which the share was taken, and ${are} ${no} for it.`
  return cast
    ? `By the terms of that day an abstention is a vote cast, so that ${those.toLowerCase()} ${are} in the sum.`
    : `By the terms of that day an abstention is no vote cast, so that ${those.toLowerCase()} ${are} not in the sum.`
}

/** Everybody who may vote in one bar, and how far the votes for had to come. */
function chartOf(id: number, decided: Decided): Stack {
  const { tally, basis, sum } = decided
  const without = Math.max(0, basis.all - tally.for - tally.against - tally.abstain)
  return {
    kind: 'stack',
    id: `vote-${id}`,
    title: 'How it was voted',
    summary: sumInWords(decided),
    unit: ['membership', 'memberships'],
    labels: 'Motion',
    series: ['For', 'Against', 'Abstained', 'No vote'],
    rows: [{ label: 'Memberships', values: [tally.for, tally.against, tally.abstain, without] }],
    whole: basis.all,
    mark: { at: sum.enough, label: `${votes(sum.enough)} for needed` },
  }
}
