import { movedReason } from '../../meetings/agenda/issue/moved.ts'
import type { Day } from '../../platform/day.ts'
import { inShort } from '../../platform/day.ts'
import {
  type Answers,
  choice,
  dayField,
  type Form,
  form,
  kept,
  optional,
  text,
  time,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Inset, Lead, Link, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { Clashes, Weight } from './notice.tsx'
import type { MeetingFound } from './queries.ts'
import type { Clash } from './rules.ts'
import type { Better } from './slots.ts'
import { sentence } from './words.ts'

export type Clashing = { meeting: MeetingFound; clashes: Clash[]; best: Better | null }

const worst = ({ clashes }: Clashing) => clashes[0]?.weight ?? 0

const listing: Listing<Clashing> = {
  caption: 'Planned meetings that clash with something',
  empty: 'No meeting that you keep and that is planned clashes with anything that counts.',
  columns: [
    {
      title: 'Meeting',
      show: ({ meeting: { id, title } }) => <Link to={`/meetings/${id}`}>{title}</Link>,
      csv: ({ meeting }) => meeting.title,
    },
    { title: 'When', show: ({ meeting }) => when(meeting), csv: ({ meeting }) => meeting.on },
    { title: 'How much', show: (one) => <Weight of={worst(one)} />, csv: ({ clashes }) => weight(clashes) },
    { title: 'What clashes', show: ({ clashes }) => told(clashes) },
    {
      title: 'Least bad day near it',
      show: ({ best }) => (best ? `${inShort(best.on)}: ${best.says}` : 'None is better'),
    },
  ],
}

const weight = (clashes: Clash[]) => clashes.reduce((sum, one) => sum + one.weight, 0)
const told = (clashes: Clash[]) => clashes.map(({ says }) => sentence(says)).join(' ')
const when = ({ on, starts }: MeetingFound) => [inShort(on), starts].filter(Boolean).join(', ')

export const clashesFile = listing

const withMoves: Listing<Clashing> = {
  ...listing,
  columns: [
    ...listing.columns,
    {
      title: 'Move it',
      show: ({ meeting, best }) => (
        <div>
          {best && (
            <PressButton
              action={`/planning/meetings/${meeting.id}/move/${best.on}`}
              name="form-version"
              value={String(meeting.version)}
              says={`Move to ${inShort(best.on)}`}
              about={`${meeting.title}, ${inShort(meeting.on)}`}
              quiet
            />
          )}
          <Link to={`/planning/meetings/${meeting.id}/move`}>Other days for {meeting.title}</Link>
        </div>
      ),
    },
  ],
}

type ClashesProps = {
  rows: Clashing[]
  until: Day
  /** How many more there are that clash with slight things only, unless they are shown. */
  slight: number
}

export const ClashesPage = ({ rows, until, slight }: ClashesProps) => (
  <Page title="What clashes" up={{ href: '/planning', says: 'The year' }} wide>
    <Lead>
      Meetings planned up to {inShort(until)} that you keep and that clash with something, the worst first.
    </Lead>
    <Table of={withMoves} rows={rows} hideCaption />
    {slight > 0 && (
      <Text>
        <Link to="/planning/clashes?slight=yes">
          {slight === 1 ? 'One more meeting clashes' : `${slight} more meetings clash`} with slight things
          only
        </Link>
      </Text>
    )}
    {rows.length > 0 && (
      <Text>
        {rows.length} {rows.length === 1 ? 'meeting' : 'meetings'} ·{' '}
        <Link to="/planning/clashes?slight=yes&format=csv">Download as CSV</Link>
      </Text>
    )}
    <Text>Moving a meeting changes its date and nothing else. Whoever is invited is sent the change.</Text>
  </Page>
)

export const OTHER = 'other'
export type MoveFilled = {
  day: string
  other: Day | null
  starts: string | null
  ends: string | null
  place: string | null
  agendaLateReason: string | null
  seen: string
}

export const moveForm = (better: Better[], issued: boolean): Form<MoveFilled> =>
  form<MoveFilled>({
    day: choice(
      'New day',
      {
        ...Object.fromEntries(better.map(({ on, says }) => [on, `${inShort(on)}. ${says}`])),
        [OTHER]: 'Another day',
      },
      { ask: 'Select a day' },
    ),
    other: optional(dayField('Another day', { ask: '', hint: 'Like 12/11/2026', from: 2000 })),
    agendaLateReason: movedReason(issued),
    starts: optional(time('Start', { ask: '' })),
    ends: optional(time('End', { ask: '' })),
    place: optional(text('Place', { ask: '' })),
    seen: kept('What was looked at'),
  })

type MoveProps = {
  meeting: MeetingFound
  clashes: Clash[]
  better: Better[]
  form: Form<MoveFilled>
  answers: Answers
}

export const MovePage = ({ meeting, clashes, better, form, answers }: MoveProps) => (
  <Page
    title={`Move ${meeting.title}`}
    wrong={answers.errors.length > 0}
    up={{ href: `/meetings/${meeting.id}`, says: meeting.title }}
  >
    <Lead>
      It is planned for {when(meeting)}
      {meeting.place && `, ${meeting.place}`}.
    </Lead>
    <Inset>
      <Clashes of={clashes} />
    </Inset>
    {better.length === 0 && clashes.length > 0 && (
      <Text>Every other day within three weeks clashes more.</Text>
    )}
    <FormFor form={form} answers={answers} submit="Move the meeting" />
  </Page>
)
