import type { Child } from 'hono/jsx'
import { Bullets, Passages, Reworded, Section, Subheading, Text } from '../platform/parts.tsx'
import { type Change, type Changes, changeInWords, isUnchanged, piecesOf } from './changes.ts'
import { type Clause, partsOf } from './rules.ts'

/** The part of a page's address that leads to a clause on it. */
export const anchorOf = ({ number }: Pick<Clause, 'number'>) =>
  `clause-${number.replace(/[^\w.]+/g, '-').replace(/^-|-$/g, '')}`

/** Words as they were written: what the text began on a new line begins on one here. */
export const Words = ({ of }: { of: string }) => (
  <>
    {of.split('\n').map((line, i) => (
      <>
        {i > 0 && <br />}
        {line}
      </>
    ))}
  </>
)

export const Opening = ({ of }: { of: string }) => (
  <>
    {of
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (
        <Text>{line}</Text>
      ))}
  </>
)

const NO_HEADING = 'Clauses'

type TextProps<C extends Clause> = { clauses: C[]; beside?: (clause: C) => Child }

/** The text part by part; each clause has an address of its own. `beside` stands beneath its words. */
export const AgreementText = <C extends Clause>({ clauses, beside }: TextProps<C>) => (
  <>
    {partsOf(clauses).map(({ part, clauses }, i) => (
      <Section title={part || NO_HEADING} id={`part-${i + 1}`}>
        <Passages
          items={clauses.map((clause) => ({
            id: anchorOf(clause),
            number: clause.number,
            called: `Clause ${clause.number}`,
            says: (
              <>
                <Words of={clause.words} />
                {beside?.(clause)}
              </>
            ),
          }))}
        />
      </Section>
    ))}
  </>
)

const isOnlyRenumbered = ({ kinds }: Change) => kinds.length === 1 && kinds[0] === 'renumbered'

/** What differs between two versions, clause by clause; `none` is said where nothing does. */
export function ChangesShown({ of, none }: { of: Changes; none: string }) {
  if (isUnchanged(of)) return <Text>{none}</Text>
  const renumbered = of.clauses.filter(isOnlyRenumbered)
  return (
    <>
      {of.title && <ChangedText title="Title" of={of.title} />}
      {of.opening && <ChangedText title="Opening" of={of.opening} />}
      {of.clauses
        .filter((change) => !isOnlyRenumbered(change))
        .map((change) => (
          <ChangeShown of={change} />
        ))}
      {renumbered.length > 0 && (
        <>
          <Subheading>The same words under another number</Subheading>
          <Bullets items={renumbered.map((change) => changeInWords(change))} />
        </>
      )}
    </>
  )
}

const ChangedText = ({ title, of }: { title: string; of: { was: string; now: string } }) => (
  <>
    <Subheading>{title}</Subheading>
    <Reworded pieces={piecesOf(of)} />
  </>
)

function ChangeShown({ of: change }: { of: Change }) {
  const { was, now, kinds } = change
  return (
    <>
      <Subheading>{changeInWords(change)}</Subheading>
      {was && now && kinds.includes('reworded') ? (
        <Reworded pieces={piecesOf({ was: was.words, now: now.words })} />
      ) : (
        <Text>
          <Words of={(now ?? was)?.words ?? ''} />
        </Text>
      )}
    </>
  )
}
