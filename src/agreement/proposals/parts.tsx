import { Bullets, Link, Section, Text } from '../../platform/parts.tsx'
import type { TakenUp } from './queries.ts'
import { titleOf } from './rules.ts'

/** Which proposals went into a version; they are opened by whoever may follow the review. */
export function ProposalsTakenUp({ proposals, opens }: { proposals: TakenUp[]; opens: boolean }) {
  if (proposals.length === 0) return null
  return (
    <Section title="Proposals taken up">
      <Text>Made by heads, chairs and the office at the yearly review, and adopted by the heads.</Text>
      <Bullets
        items={proposals.map((one) =>
          opens ? <Link to={`/agreement/proposals/${one.id}`}>{titleOf(one)}</Link> : titleOf(one),
        )}
      />
    </Section>
  )
}
