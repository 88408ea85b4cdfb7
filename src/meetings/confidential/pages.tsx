import { momentInWords } from '../../platform/day.ts'
import {
  type Answers,
  choice,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  text,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Inset, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { Marked, ReaderFilled } from './actions.ts'
import type { MarkingRow, OpeningFilter, OpeningRow, ReaderRow } from './queries.ts'
import { type Holder, type Sight, sightInWords, unconfirmed } from './rules.ts'
import { audiences, openings } from './tables.ts'

export const markForm = form<Marked>({
  audience: choice('Who may read it', audiences, { ask: 'Select who may read it' }),
  reason: longText('Reason', {
    ask: 'Enter why it is confidential',
    hint: 'Read by those who may read the item, now and later',
    max: 1_000,
    rows: 3,
  }),
})

export const takeBackForm = form<{ reason: string }>({
  reason: longText('Reason', { ask: 'Enter why it is no longer confidential', max: 1_000, rows: 3 }),
})

export const readerForm = (people: RowOptions) =>
  form<ReaderFilled>({
    personId: pick('Person', people, { ask: 'Select a person' }),
    may: choice(
      'What they may',
      {
        reads: 'They read it, by name',
        withheld: 'It is withheld from them, such as for a conflict of interest',
      },
      { ask: 'Select whether they may read it' },
    ),
    reason: optional(text('Reason', { ask: '' })),
  })

export type Of = { at: string; title: string; meeting: { id: number; title: string } }

/** “Who can see this”, on every page that shows a confidential item to those who may read it. */
export const WhoSees = ({ of }: { of: Sight | undefined }) => of && <Inset>{sightInWords(of)}</Inset>

type PartBProps = {
  of: Of
  partB: boolean
  answers: Answers
  sight: Sight | undefined
  readers: ReaderRow[]
  holders: Holder[]
  markings: MarkingRow[]
  /** Whoever leads the item and may not read it, as it is marked. */
  leaderUnnamed: string | null
}

/** Whether an item is confidential, who reads it, and who had it before it was. */
export function PartBPage({
  of,
  partB,
  answers,
  sight,
  readers,
  holders,
  markings,
  leaderUnnamed,
}: PartBProps) {
  const recalled = holders.some(({ askedAt }) => askedAt !== null)
  return (
    <Page
      title={partB ? 'Who may read it' : 'Make it confidential'}
      wrong={answers.errors.length > 0}
      up={{ href: of.at, says: of.title }}
      wide
    >
      <WhoSees of={sight} />
      {!partB && (
        <Lead>
          A confidential item (Part B, clause 34) disappears from pages, packs, search, exports, feeds and
          mail for whoever may not read it; each reading is recorded.
        </Lead>
      )}
      {!partB && holders.length > 0 && (
        <Inset>
          {people(holders.length)} had it already. Each is told by mail to delete it, without being told what
          it says.
        </Inset>
      )}
      {leaderUnnamed && (
        <Inset>{leaderUnnamed} leads this item. Name them below if they are to read it.</Inset>
      )}
      {partB && <Readers {...{ of, readers }} />}
      {partB && recalled && <Holders {...{ of, holders }} />}
      <Section title={partB ? 'Change whom it is for' : 'Mark it'}>
        <FormFor
          form={markForm}
          answers={answers}
          submit={partB ? 'Change' : 'Mark as confidential'}
          warning={!partB}
        />
      </Section>
      {markings.length > 0 && <Markings of={markings} />}
    </Page>
  )
}

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`)

const readersTable = (at: string): Listing<ReaderRow> => ({
  caption: 'Named readers',
  empty: 'Nobody is named, and it is withheld from nobody by name.',
  columns: [
    { title: 'Person', show: ({ name, place }) => [name, place].filter(Boolean).join(', ') },
    { title: 'May they read it', show: ({ may }) => (may ? 'Yes' : 'No, it is withheld') },
    { title: 'Since', show: ({ givenAt }) => momentInWords(givenAt) },
    { title: 'Reason', sparse: true, show: ({ reason }) => reason },
    {
      title: 'Change',
      show: ({ personId, name }) => (
        <PressButton action={`${at}/part-b/readers/${personId}/remove`} says="Take back" about={name} quiet />
      ),
    },
  ],
})

const Readers = ({ of: { at }, readers }: { of: Of; readers: ReaderRow[] }) => (
  <Section title="Named">
    <Table of={readersTable(at)} rows={readers} hideCaption />
    <Deeds>
      <ButtonLink to={`${at}/part-b/readers/new`} kind="secondary">
        Name or withhold
      </ButtonLink>
      <ButtonLink to={`${at}/openings`} kind="secondary">
        Who opened it
      </ButtonLink>
      <ButtonLink to={`${at}/part-b/take-back`} kind="secondary">
        Take the marking back
      </ButtonLink>
    </Deeds>
  </Section>
)

const moment = (at: Date | null) => (at === null ? '' : momentInWords(at))

export const holdersTable = (at: string): Listing<Holder> => ({
  caption: 'Who had it before it was marked',
  empty: 'Nobody had it before it was marked.',
  columns: [
    { title: 'Person', show: ({ name, place }) => [name, place].filter(Boolean).join(', ') },
    { title: 'Pack sent', show: ({ sentAt }) => moment(sentAt) },
    { title: 'Opened', show: ({ openedAt }) => moment(openedAt) },
    {
      title: 'In which form',
      show: ({ openedAs }) => (openedAs ?? []).map((what) => openings[what]).join('; '),
    },
    {
      title: 'Copies gone',
      csv: ({ confirmedAt }) => confirmedAt?.toISOString() ?? '',
      show: ({ personId, name, askedAt, confirmedAt }) =>
        confirmedAt !== null ? (
          moment(confirmedAt)
        ) : askedAt === null ? (
          'Not asked'
        ) : (
          <PressButton
            action={`${at}/part-b/copies/${personId}/gone`}
            says="They are gone"
            about={name}
            quiet
          />
        ),
    },
  ],
})

function Holders({ of: { at }, holders }: { of: Of; holders: Holder[] }) {
  const open = unconfirmed(holders).length
  return (
    <Section title="Who had it before it was marked" id="copies">
      <Text>
        {people(holders.length)} had it. Each was told by mail to delete it;{' '}
        {open === 0 ? 'all have confirmed that they did' : `${people(open)} did not confirm it yet`}.{' '}
        <Link to={`${at}/part-b?format=csv`}>Download as CSV</Link>
      </Text>
      <Table of={holdersTable(at)} rows={holders} hideCaption />
    </Section>
  )
}

const Markings = ({ of }: { of: MarkingRow[] }) => (
  <Section title="What was decided about it">
    <Bullets
      items={of.map(
        ({ partB, reason, circulated, markedAt, name }) =>
          `${momentInWords(markedAt)}: ${partB ? 'marked as confidential' : 'the marking was taken back'}${circulated ? ', after it had gone out,' : ''} by ${name ?? 'the office'}. ${reason}`,
      )}
    />
  </Section>
)

export const openingFilter = form<OpeningFilter>({ words: optional(search('Person')) })

export const openingsTable: Listing<OpeningRow> = {
  caption: 'Who opened it',
  empty:
    'Nobody has opened it. Each reading of a confidential item appears here, and each paper or pack that was opened.',
  columns: [
    { title: 'Person', sort: 'name', show: ({ name }) => name },
    { title: 'Place', show: ({ place }) => place },
    {
      title: 'When',
      sort: 'at',
      show: ({ openedAt }) => momentInWords(openedAt),
      csv: ({ openedAt }) => openedAt.toISOString(),
    },
    { title: 'In which form', show: ({ what }) => openings[what] },
    { title: 'Confidential then', show: ({ partB }) => (partB ? 'Yes' : 'No') },
  ],
}

export const OpeningsPage = ({ shown, of }: { shown: ListShown<OpeningRow>; of: Of }) => (
  <ListPage
    title="Who opened it"
    lead="Seen by those who keep the meeting, and by nobody else who reads the item."
    of={openingsTable}
    filter={openingFilter}
    shown={shown}
    noun={['reading', 'readings']}
    up={{ href: of.at, says: of.title }}
  />
)
