import { momentInWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { type Changes, countInWords } from '../changes.ts'
import { AgreementText, ChangesShown, Opening } from '../parts.tsx'
import type { ClauseRow } from '../queries.ts'
import type { ReadingRow } from '../readings/queries.ts'
import type { Discarded, Draft, DraftRow, Removed } from './queries.ts'

const upToDrafts = { href: '/agreement/drafts', says: 'Drafts of the agreement' }
export const upTo = ({ id, title }: Pick<Draft, 'id' | 'title'>) => ({
  href: `/agreement/drafts/${id}`,
  says: title,
})

const draftListing: Listing<DraftRow> = {
  caption: 'Drafts',
  empty: 'There is no draft. One is begun from the version published last, or from a text in a file.',
  columns: [
    { title: 'Draft', show: ({ id, title }) => <Link to={`/agreement/drafts/${id}`}>{title}</Link> },
    {
      title: 'Begun from',
      show: ({ since, sourceName }) =>
        since === null ? (sourceName ?? 'Nothing') : `Version ${since}${sourceName ? `, ${sourceName}` : ''}`,
    },
    { title: 'Clauses', numeric: true, show: ({ clauses }) => clauses ?? 0 },
  ],
}

const readingListing: Listing<ReadingRow> = {
  caption: 'Texts that were read and are not kept yet',
  empty: '',
  columns: [
    {
      title: 'File',
      show: ({ id, sourceName }) => <Link to={`/agreement/readings/${id}`}>{sourceName}</Link>,
    },
    {
      title: 'Read',
      show: ({ readAt, readBy }) => `${momentInWords(readAt)}${readBy ? ` by ${readBy}` : ''}`,
    },
  ],
}

type DraftsProps = {
  drafts: DraftRow[]
  readings: ReadingRow[]
  discarded: Discarded[]
  newest: number | undefined
}

export const DraftsPage = ({ drafts, readings, discarded, newest }: DraftsProps) => (
  <Page title="Drafts of the agreement" up={{ href: '/agreement', says: 'The agreement' }}>
    <Lead>What a next version might say. Nobody is asked to sign a draft until it is published.</Lead>
    <Deeds>
      {newest !== undefined && (
        <PressButton action="/agreement/drafts/new" says={`Begin from version ${newest}`} />
      )}
      <ButtonLink
        to="/agreement/readings/new"
        {...(newest === undefined ? {} : { kind: 'secondary' as const })}
      >
        Read a text from a file
      </ButtonLink>
    </Deeds>
    <Table of={draftListing} rows={drafts} />
    {readings.length > 0 && <Table of={readingListing} rows={readings} />}
    {discarded.length > 0 && (
      <Section title="Given up">
        {discarded.map(({ id, title }) => (
          <>
            <Text>{title}</Text>
            <PressButton
              action={`/agreement/drafts/${id}/take-up`}
              says="Take up again"
              about={title}
              quiet
            />
          </>
        ))}
      </Section>
    )}
  </Page>
)

type DraftProps = {
  draft: Draft
  clauses: ClauseRow[]
  base: { number: number; changes: Changes } | undefined
  removed: Removed[]
}

export const DraftPage = ({ draft, clauses, base, removed }: DraftProps) => (
  <Page title={draft.title} up={upToDrafts}>
    <Lead>A draft. Nobody is asked to sign it until it is published.</Lead>
    <Facts
      facts={[
        { is: 'Begun from', says: base ? `Version ${base.number}` : 'No other version' },
        draft.sourceName !== null && { is: 'Read from', says: draft.sourceName },
        { is: 'Clauses', says: String(clauses.length) },
        base !== undefined && {
          is: 'Differences',
          says: <Link to={`/agreement/drafts/${draft.id}/changes`}>{differ(base.changes, base.number)}</Link>,
        },
      ]}
    />
    <Deeds>
      <ButtonLink to={`/agreement/drafts/${draft.id}/publish`}>Publish it</ButtonLink>
      <ButtonLink to={`/agreement/drafts/${draft.id}/clauses/new`} kind="secondary">
        Add a clause
      </ButtonLink>
      <ButtonLink to={`/agreement/drafts/${draft.id}/words`} kind="secondary">
        Correct title and opening
      </ButtonLink>
      {isOutOfOrder(clauses) && (
        <PressButton
          action={`/agreement/drafts/${draft.id}/renumber`}
          says="Number the clauses 1, 2, 3 …"
          quiet
        />
      )}
      <ButtonLink to={`/agreement/drafts/${draft.id}/discard`} kind="secondary">
        Give it up
      </ButtonLink>
    </Deeds>
    <Opening of={draft.opening} />
    <AgreementText
      clauses={clauses}
      beside={({ id, number }) => (
        <>
          {' '}
          <Link to={`/agreement/drafts/${draft.id}/clauses/${id}`} quiet>
            Correct clause {number}
          </Link>
        </>
      )}
    />
    <RemovedClauses draft={draft} removed={removed} />
  </Page>
)

export const differ = (changes: Changes, since: number) => `${countInWords(changes)} from version ${since}`

/** Only whole numbers are given anew: letters and nested numbers were chosen by somebody. */
const isOutOfOrder = (clauses: ClauseRow[]) =>
  clauses.every(({ number }) => /^\d+[a-z]?$/.test(number)) &&
  clauses.some(({ number }, i) => number !== String(i + 1))

const RemovedClauses = ({ draft, removed }: { draft: Draft; removed: Removed[] }) =>
  removed.length === 0 ? null : (
    <Section title="Removed from this draft">
      {removed.map(({ id, number, words }) => (
        <>
          <Text>
            {number}. {words}
          </Text>
          <PressButton
            action={`/agreement/drafts/${draft.id}/clauses/${id}/restore`}
            says="Put it back"
            about={`clause ${number}`}
            quiet
          />
        </>
      ))}
    </Section>
  )

export const DraftChangesPage = ({
  draft,
  since,
  changes,
}: {
  draft: Draft
  since: number
  changes: Changes
}) => (
  <Page title={`The draft against version ${since}`} up={upTo(draft)}>
    <Lead>{differ(changes, since)}.</Lead>
    <Section title="Clause by clause">
      <ChangesShown of={changes} none="The draft says the same as the version, word for word." />
    </Section>
  </Page>
)
