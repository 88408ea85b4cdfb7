import { momentInWords } from '../../platform/day.ts'
import {
  type Answers,
  type Field,
  type Form,
  form,
  kept,
  optional,
  pick,
  type RowOptions,
  select,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, Details, Lead, Link, Section, Subheading, Text } from '../../platform/parts.tsx'
import { FormFor, LinesFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { type Capacity, capacities } from '../tables.ts'
import type { Kept, OneMore } from './actions.ts'
import { type Line, names, stands } from './lines.ts'
import type { AttendanceRow, RegisterChange } from './queries.ts'
import { asText, type Said, type Turnout, turnoutInWords } from './rules.ts'

type Filled = Record<string, string | number | null>

/** Its questions follow from its lines: in what capacity, and who. */
export function registerForm(lines: Line[]): Form<Filled> {
  const fields = lines.flatMap(({ key, people }): [string, Field<string | number | null>][] => [
    [names(key).opened, kept('When it was opened')],
    [
      names(key).capacity,
      {
        ...optional(
          select('Capacity', capacities, { ask: 'Choose a capacity from the list', empty: 'Not recorded' }),
        ),
        label: 'Capacity',
      },
    ],
    [
      names(key).person,
      {
        ...optional(pick('Person', people, { ask: 'Choose a person from the list', empty: 'Nobody named' })),
        label: 'Person',
      },
    ],
  ])
  return form<Filled>(Object.fromEntries(fields))
}

/** The form as it opens on what stands now. */
export const opened = (of: Form<Filled>, lines: Line[]) =>
  of.blank(Object.fromEntries(lines.flatMap((line) => Object.entries(valuesOf(line.key, stands(line))))))

export const valuesOf = (key: string, { capacity, personId }: Said) => ({
  [names(key).opened]: asText({ capacity, personId }),
  [names(key).capacity]: capacity ?? '',
  [names(key).person]: personId === null ? '' : String(personId),
})

const saidIn = (text: string): Said => {
  const [capacity = '', person = ''] = text.split(':')
  return {
    capacity: Object.hasOwn(capacities, capacity) ? (capacity as Capacity) : null,
    personId: Number(person) || null,
  }
}

/** What a filled form says of each line, with what stood there when it was opened. */
export const keptOf = (filled: Filled, lines: Line[]): Kept[] =>
  lines.map(({ key, title, membershipId }) => ({
    ...{ key, title, membershipId },
    opened: saidIn(String(filled[names(key).opened] ?? '')),
    typed: {
      capacity: (filled[names(key).capacity] as Capacity | null) ?? null,
      personId: (filled[names(key).person] as number | null) ?? null,
    },
  }))

type KeepProps = {
  form: Form<Filled>
  lines: Line[]
  answers: Answers
  meeting: { id: number; title: string; when: string }
}

export function RegisterFormPage({ form, lines, answers, meeting }: KeepProps) {
  const up = { href: `/meetings/${meeting.id}`, says: meeting.title }
  return (
    <Page title="Register" wrong={answers.errors.length > 0} up={up} wide>
      <Lead>
        {meeting.title}, {meeting.when}. Leave a school at “Not recorded” if nobody noted it; set it back to
        that to take an entry off the register.
      </Lead>
      <LinesFor
        form={form}
        answers={answers}
        submit="Save the register"
        lines={lines.map(({ key, title }) => ({ title, asks: Object.values(names(key)) }))}
      >
        <Text>
          A second person from one school, or somebody who is not listed?{' '}
          <Link to={`/meetings/${meeting.id}/register/add`}>Add them by name</Link> once this is saved.
        </Text>
      </LinesFor>
    </Page>
  )
}

export const oneMoreForm = (people: RowOptions, schools: RowOptions) =>
  form<OneMore>({
    personId: pick('Person', people, { ask: 'Select who attended' }),
    membershipId: optional(
      pick('School they came for', schools, {
        ask: 'Choose a school from the list',
        hint: 'Leave blank for a guest',
      }),
    ),
    capacity: select('Capacity', capacities, { ask: 'Select in what capacity they attended' }),
  })

type OneMoreProps = {
  form: ReturnType<typeof oneMoreForm>
  answers: Answers
  up: { href: string; says: string }
}

export function OneMorePage({ form, answers, up }: OneMoreProps) {
  return (
    <Page title="Add somebody to the register" wrong={answers.errors.length > 0} up={up}>
      <FormFor form={form} answers={answers} submit="Save" />
    </Page>
  )
}

export const register: Listing<AttendanceRow> = {
  caption: 'Register',
  empty: 'Nobody is on the register. The office or the lead of the group keeps it.',
  columns: [
    { title: 'School', show: ({ school }) => school ?? 'Guest' },
    { title: 'Capacity', show: ({ capacity }) => capacities[capacity], csv: ({ capacity }) => capacity },
    { title: 'Person', show: ({ person }) => person },
  ],
}

type RegisterProps = {
  meetingId: number
  rows: AttendanceRow[]
  turnout: Turnout
  unrecorded: string[]
  changes: RegisterChange[]
  keeps: boolean
}

/** Who came, as it stands on the page of its meeting. */
export function Register({ meetingId, rows, turnout, unrecorded, changes, keeps }: RegisterProps) {
  const removed = changes.filter((change) => change.removed)
  return (
    <Section title="Register" id="register">
      {rows.length > 0 && <Text>{turnoutInWords(turnout)}</Text>}
      <Table of={register} rows={rows} hideCaption />
      {rows.length > 0 && (
        <Text>
          {unrecorded.length > 0 && `Nothing is recorded for ${unrecorded.join(', ')}. `}
          <Link to={`/meetings/${meetingId}/register.csv`}>Download as CSV</Link>
        </Text>
      )}
      {keeps && removed.length > 0 && <Removed {...{ meetingId, removed }} />}
      {keeps && changes.length > 0 && <Changes of={changes} />}
    </Section>
  )
}

const inWords = ({ school, person, capacity }: RegisterChange) =>
  [school ?? 'Guest', capacities[capacity].toLowerCase(), person].filter(Boolean).join(', ')

function Removed({ meetingId, removed }: { meetingId: number; removed: RegisterChange[] }) {
  return (
    <>
      <Subheading>Taken off the register</Subheading>
      <Bullets
        items={removed.map((change) => (
          <>
            {inWords(change)}{' '}
            <PressButton
              action={`/meetings/${meetingId}/register/${change.rowId}/restore`}
              says="Put back"
              about={inWords(change)}
              quiet
            />
          </>
        ))}
      />
    </>
  )
}

const Changes = ({ of }: { of: RegisterChange[] }) => (
  <Details summary={of.length === 1 ? 'Register changed once' : `Register changed ${of.length} times`}>
    <Bullets
      items={of.map((change) => (
        <>
          {change.changedBy ?? 'An import'} changed “{inWords(change)}” on {momentInWords(change.changedAt)}
        </>
      ))}
    />
  </Details>
)
