import type { Answers } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, CommandLine, Digest, Inset, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { choiceInWords } from '../choices.ts'
import type { Ballot, OptionRow } from '../queries.ts'
import { titleOf } from '../rules.ts'
import { receiptForm } from './form.ts'
import { KeptOnDevice, Warnings } from './pages.tsx'
import { shownReceipt } from './paper.ts'
import type { Listed } from './published.ts'
import { boxInWords } from './rules.ts'

type Row = { receipt: string; choice: string }

/** What lay in the box, by receipt. */
export const papersListing = (ballot: Ballot, options: OptionRow[]): Listing<Row> => ({
  caption: 'Papers in the box',
  empty: 'No paper was put into the box.',
  columns: [
    { title: 'Receipt', show: ({ receipt }) => shownReceipt(receipt) },
    { title: 'Vote', show: ({ choice }) => choiceInWords(ballot, options, choice) },
  ],
})

type PapersProps = {
  ballot: Ballot
  options: OptionRow[]
  list: Listed
  warnings: string[]
  says: string | null
}

/** The published list of a secret vote: what lay in the box, who took a paper, and how to count again. */
export function PapersPage({ ballot, options, list, warnings, says }: PapersProps) {
  const at = `/ballots/${ballot.id}`
  return (
    <Page title="The papers of a secret vote" up={{ href: at, says: titleOf(ballot) }}>
      <Lead>{ballot.question}</Lead>
      {says && <Text>{says}</Text>}
      <Text>{boxInWords(list.papers.length, list.took.length)}</Text>
      <Warnings of={warnings} />
      <Section title="Papers" id="papers">
        <Text>
          In the order of their receipts, which says nothing of who cast them or when. Find yours, or{' '}
          <Link to={`${at}/receipt`}>look it up</Link>.
        </Text>
        <KeptOnDevice ballot={ballot}>
          <Text>This device keeps the receipt of a paper that was put into the box with it:</Text>
        </KeptOnDevice>
        <Table of={papersListing(ballot, options)} rows={list.papers} hideCaption />
        <Text>
          <Link to={`${at}/papers.csv`}>Download as CSV</Link>
        </Text>
      </Section>
      <TookPart {...{ ballot, options, list }} />
      <Recount {...{ ballot }} />
    </Page>
  )
}

function TookPart({
  ballot,
  options,
  list: { took, named },
}: Pick<PapersProps, 'ballot' | 'options' | 'list'>) {
  return (
    <Section title="Who took part" id="took">
      {took.length > 0 && (
        <>
          <Text>
            These schools took a voting paper. A school that is named here and took none should say so:
          </Text>
          <Bullets items={took} />
        </>
      )}
      {named.length > 0 && (
        <>
          <Text>These voted by name:</Text>
          <Bullets
            items={named.map(({ school, choice }) => `${school}: ${choiceInWords(ballot, options, choice)}`)}
          />
        </>
      )}
      {took.length + named.length === 0 && <Text>No school took part.</Text>}
    </Section>
  )
}

/** What anybody needs to check it without trusting us. */
const Recount = ({ ballot: { id, digest } }: { ballot: Ballot }) => (
  <Section title="Count it again yourself" id="recount">
    <Text>
      <Link to={`/ballots/${id}/papers.json`}>Download the published file</Link>. It holds every paper with
      its signature, and what the count needs. A program that checks it is written from its description alone;
      anybody may write their own.
    </Text>
    {digest && (
      <>
        <CommandLine
          of="With the checking program that comes with Endeavour:"
          says={`node bin/verify-ballot.mjs papers-of-vote-${id}.json --digest ${digest}`}
          gives="All of this holds."
        />
        <Text>
          The digest of this list, announced at the close and sealed into the log of actions:{' '}
          <Digest of={digest} />
        </Text>
      </>
    )}
  </Section>
)

type ReceiptProps = { ballot: Ballot; answers: Answers; says: string | null }

/** Whether a paper lies in the box, by its receipt, which is never part of an address. */
export const ReceiptPage = ({ ballot, answers, says }: ReceiptProps) => (
  <Page
    title="Look up a receipt"
    wrong={answers.errors.length > 0}
    up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}
  >
    <Lead>{ballot.question}</Lead>
    {says && <Inset>{says}</Inset>}
    <KeptOnDevice ballot={ballot}>
      <Text>This device keeps the receipt of a paper that was put into the box with it:</Text>
    </KeptOnDevice>
    <FormFor
      form={receiptForm}
      answers={answers}
      action={`/ballots/${ballot.id}/receipt`}
      submit="Look it up"
    />
    <Text>Nobody is told who looked up which receipt, and nothing of it is kept.</Text>
  </Page>
)
