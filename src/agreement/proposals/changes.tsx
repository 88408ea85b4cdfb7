import { Details, Inset, Reworded, Section, Text } from '../../platform/parts.tsx'
import { piecesOf } from '../changes.ts'
import { Words } from '../parts.tsx'
import type { Proposal } from './queries.ts'

/** What the agreement says and what it would say: for other words, what goes and what comes. */
export function Changes({ proposal: { number, wordsNow, words } }: { proposal: Proposal }) {
  if (wordsNow !== null && words !== null)
    return (
      <Section title="What would change">
        <Reworded pieces={piecesOf({ was: wordsNow, now: words })} />
        <Details summary="Each in full">
          <Said title={`Now, as clause ${number}`} words={wordsNow} />
          <Said title="Proposed" words={words} />
        </Details>
      </Section>
    )
  return (
    <Section title="What would change">
      {words !== null && <Said title="The new clause" words={words} />}
      {wordsNow !== null && <Said title={`What would go: clause ${number}`} words={wordsNow} />}
    </Section>
  )
}

const Said = ({ title, words }: { title: string; words: string }) => (
  <>
    <Text>{title}:</Text>
    <Inset>
      <Words of={words} />
    </Inset>
  </>
)
