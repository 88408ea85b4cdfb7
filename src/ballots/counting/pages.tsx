import type { Child } from 'hono/jsx'
import { momentInWords } from '../../platform/day.ts'
import { type Answers, form, text } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, CommandLine, Digest, Facts, Inset, Section, Tag, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Ballot } from '../queries.ts'
import { titleOf } from '../rules.ts'
import { commandFor, commandForPromise, digestFor, lotOrder, WORDS } from './lots.ts'
import type { DrawnLot } from './queries.ts'
import type { Option, Result } from './result.ts'

export const lotForm = form<{ words: string }>({
  words: text('What was said', {
    ask: 'Enter what was said, such as the three numbers that were called',
    hint: 'Ask three people for a number each, none of whom keeps this vote or runs this computer. Type them as you hear them, like “417, 23, 9006”',
    max: WORDS.most,
  }),
})

type LotProps = {
  ballot: Ballot
  options: Option[]
  /** Nothing before the close. */
  result: Result | null
  drawn: DrawnLot | null
  /** For whoever keeps the vote, while it waits for the lot. */
  answers: Answers | null
}

/** The lot of an election: what was promised, how it is drawn, and how anybody works it out again. */
export function LotPage({ ballot, options, result, drawn, answers }: LotProps) {
  return (
    <Page
      title="The lot"
      wrong={(answers?.errors.length ?? 0) > 0}
      up={{ href: `/ballots/${ballot.id}`, says: titleOf(ballot) }}
    >
      <Inset>{whereItStands(result, drawn)}</Inset>
      <HowItWorks from={ballot.byCorrespondence} />
      {answers && (
        <Section title="Draw it">
          <FormFor form={lotForm} answers={answers} submit="Draw the lot, once and for good" />
        </Section>
      )}
      {!drawn && <Promised promise={ballot.lotPromise} />}
      {drawn && <Order {...{ options, drawn }} elected={electedIn(result)} />}
      {drawn && <Again {...{ options, drawn }} promise={ballot.lotPromise} />}
    </Page>
  )
}

const electedIn = (result: Result | null) =>
  result?.outcome === 'elected' ? result.options[0]?.id : undefined

function whereItStands(result: Result | null, drawn: DrawnLot | null): string {
  if (drawn)
    return `Drawn on ${momentInWords(drawn.at)} by ${drawn.person ?? 'the office'}. ${result?.says ?? ''}`
  if (result?.outcome === 'needs a lot') return `${result.says} It has not been drawn yet.`
  return result
    ? 'This count needed no lot.'
    : 'Whether a lot is needed is known when the vote is closed: only where candidates are level.'
}

const HowItWorks = ({ from }: { from: boolean }) => (
  <Section title="How it works, and why nobody can steer it">
    <Bullets
      items={[
        'When the vote opened, the computer drew a secret number and showed its fingerprint, the promise below, to everybody: no other number fits it, so that it cannot be exchanged any more.',
        `After the close ${from ? 'three people, asked by phone or at the next meeting,' : 'three people in the room'} each say a number that nobody could know when the secret number was drawn, and they do not know the secret number.`,
        'Both together give each candidate a digest, and the candidates stand in the order of their digests: anybody can work them out again, and a single changed letter gives quite another order.',
      ]}
    />
  </Section>
)

const Promised = ({ promise }: { promise: string | null }) => (
  <Section title="The promise">
    <Text>{promise ? <Digest of={promise} /> : 'It is made at the moment at which the vote opens.'}</Text>
  </Section>
)

type Placed = Option & { place: number; digest: string; elected: boolean }

const order: Listing<Placed> = {
  caption: 'The candidates in the order of the lot, the first being the best',
  empty: 'Nobody stood.',
  columns: [
    {
      title: 'Candidate',
      show: ({ words, elected }): Child => (
        <>
          {words} {elected && <Tag says="Elected" tone="good" />}
        </>
      ),
      csv: ({ words }) => words,
    },
    { title: 'Place in the lot', numeric: true, show: ({ place }) => place },
    { title: 'Place on the ballot', numeric: true, show: ({ position }) => position },
    { title: 'Digest', show: ({ digest }) => <Digest of={digest} />, csv: ({ digest }) => digest },
  ],
}

type DrawnProps = { options: Option[]; drawn: DrawnLot }

function Order({ options, drawn, elected }: DrawnProps & { elected: number | undefined }) {
  const positions = options.map(({ position }) => position)
  const rows = lotOrder(drawn, positions).flatMap(({ position, digest }, i): Placed[] => {
    const option = options.find((one) => one.position === position)
    return option ? [{ ...option, digest, place: i + 1, elected: option.id === elected }] : []
  })
  return (
    <Section title="The order">
      <Text>
        Where candidates are level for most votes, the first of them here is elected. Where they are level for
        fewest, the last of them here goes out.
      </Text>
      <Table of={order} rows={rows} hideCaption />
    </Section>
  )
}

/** Whatever is needed to work it out without us, as it is typed into the command line of any computer. */
const Again = ({ options, drawn, promise }: DrawnProps & { promise: string | null }) => (
  <Section title="Work it out again" id="again">
    <Facts
      facts={[
        { is: 'The promise', says: promise && <Digest of={promise} /> },
        { is: 'The secret number', says: <Digest of={drawn.seed} /> },
        { is: 'What was said', says: drawn.words },
      ]}
    />
    <Text>
      On the command line of Linux, or of a Mac with <code>shasum -a 256</code> in place of{' '}
      <code>sha256sum</code>. That the secret number is the one that was promised:
    </Text>
    <CommandLine says={commandForPromise(drawn)} gives={promise ?? ''} />
    <Text>The digest of each candidate, by the place at which they stand on the ballot:</Text>
    {options.map(({ words, position }) => (
      <CommandLine of={words} says={commandFor(drawn, position)} gives={digestFor(drawn, position)} />
    ))}
  </Section>
)
