import { inWords, momentInWords } from '../../platform/day.ts'
import {
  type Answers,
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  text,
} from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Inset, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { LetterFilled, WaiverFilled } from './actions.ts'
import type { LetterRow, Naming, Sitting, Waiver } from './queries.ts'

export const deputyForm = (deputies: RowOptions) =>
  form<{ personId: number }>({
    personId: pick('Who stands in', deputies, { ask: 'Select who stands in for the head' }),
  })

export type OwnSchool = {
  membershipId: number
  school: string
  allowance: string
  named: Naming | undefined
}

type DeputyProps = {
  meeting: Sitting
  schools: OwnSchool[]
  /** The school asked about, with its form; where there are several, none until one is chosen. */
  asked:
    | { school: OwnSchool; form: ReturnType<typeof deputyForm>; answers: Answers; nobody: boolean }
    | undefined
  /** What every address of the page begins with, and what its forms carry along. */
  at: string
  query: string
  up: { href: string; says: string } | undefined
  closed: string | undefined
}

const whenOf = ({ heldOn, starts, place }: Sitting) =>
  [inWords(heldOn), starts && `at ${starts}`, place].filter(Boolean).join(', ')

/** A head names who stands in for them; or whoever keeps the meeting writes down what they were told. */
export function DeputyPage({ meeting, schools, asked, at, query, up, closed }: DeputyProps) {
  return (
    <Page
      title="Who stands in for the head"
      wrong={(asked?.answers.errors.length ?? 0) > 0}
      {...(up ? { up } : {})}
    >
      <Lead>
        {meeting.title}, {whenOf(meeting)}
      </Lead>
      {closed && <Inset>{closed}.</Inset>}
      {schools.length > 1 && <Schools {...{ schools, at }} />}
      {asked && (
        <Section title={asked.school.school}>
          <Text>{asked.school.allowance}</Text>
          <Named {...{ at, query }} of={asked.school} closed={closed !== undefined} />
          {!closed &&
            (asked.nobody ? (
              <Text>
                No deputy headteacher or senior leader of {asked.school.school} is in the directory. Ask the
                alliance office to add them.
              </Text>
            ) : (
              <FormFor
                form={asked.form}
                answers={asked.answers}
                submit={asked.school.named ? 'Name somebody else' : 'Name them'}
                action={`${at}${query}`}
              />
            ))}
        </Section>
      )}
    </Page>
  )
}

const Schools = ({ schools, at }: { schools: OwnSchool[]; at: string }) => (
  <Bullets
    items={schools.map(({ membershipId, school, named }) => (
      <>
        <Link to={`${at}?school=${membershipId}`}>{school}</Link>
        {named ? `: ${named.person} stands in` : ': nobody is named'}
      </>
    ))}
  />
)

type NamedProps = { of: OwnSchool; at: string; query: string; closed: boolean }

function Named({ of: { named }, at, query, closed }: NamedProps) {
  if (!named) return <Text>Nobody is named yet.</Text>
  const how = named.how === 'clerk' ? 'written down by' : 'named by'
  return (
    <>
      <Text>
        {named.person} stands in, {how} {named.namedBy} on {momentInWords(named.namedAt)}.
      </Text>
      {!closed && <PressButton action={`${at}/withdraw${query}`} says="Take this back" quiet />}
    </>
  )
}

/** A link that we did not make, or that no longer holds. */
export const NoSuchLinkPage = ({ says }: { says: string }) => (
  <Page title="This link does not work any more">
    <Text>{says}</Text>
    <Text>
      <Link to="/sign-in">Sign in</Link> to see your meetings.
    </Text>
  </Page>
)

export const waiverForm = (schools: RowOptions) =>
  form<WaiverFilled>({
    membershipId: pick('School', schools, { ask: 'Select which school may send a further deputy' }),
    decision: text('Decision', {
      ask: 'Enter which decision allows it',
      hint: 'Its number, or who decided it and when, like 2026-27/14',
    }),
    reason: longText('Reason', { ask: 'Enter why it was allowed', max: 2_000, rows: 3 }),
  })

type WaiversProps = {
  meeting: Sitting
  waivers: Waiver[]
  form: ReturnType<typeof waiverForm>
  answers: Answers
}

export function WaiversPage({ meeting, waivers, form, answers }: WaiversProps) {
  const at = `/meetings/${meeting.id}`
  const columns: Listing<Waiver>['columns'] = [
    { title: 'School', show: ({ school }) => school },
    { title: 'Decision', show: ({ decision }) => decision },
    { title: 'Reason', show: ({ reason }) => reason },
    { title: 'Recorded by', show: ({ recordedBy }) => recordedBy },
    {
      title: 'Mistaken?',
      show: ({ id, school }) => (
        <PressButton action={`${at}/waivers/${id}/remove`} says="Take back" about={school} quiet />
      ),
    },
  ]
  const empty = 'No further deputy is allowed at this meeting.'
  return (
    <FormPage
      {...{ form, answers }}
      title="Further deputies allowed"
      up={{ href: `${at}/register`, says: 'Register' }}
      lead="The agreement says how often a deputy stands in for a head in a year. The board may decide otherwise for a school and a meeting."
      submit="Record"
    >
      <Table of={{ caption: 'Further deputies allowed', empty, columns }} rows={waivers} hideCaption />
    </FormPage>
  )
}

export const letterForm = (schools: RowOptions, people: RowOptions) =>
  form<LetterFilled>({
    membershipId: pick('School', schools, { ask: 'Select the school' }),
    personId: pick('Acting head', people, { ask: 'Select who acts as head' }),
    datedOn: dayField('Date of the letter', {
      ask: 'Enter the date of the letter',
      hint: 'It counts for meetings after this date',
      from: 2000,
    }),
    fromOn: dayField('First day', { ask: 'Enter from when they act as head', from: 2000 }),
    toOn: optional(dayField('Last day', { ask: '', hint: 'Leave blank while it is open', from: 2000 })),
  })

const lettersListing: Listing<LetterRow> = {
  caption: 'Letters of acting heads',
  empty: 'No letter is recorded. The office records one when a school writes who acts as its head.',
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Acting head', show: ({ person }) => person },
    { title: 'Dated', show: ({ datedOn }) => inWords(datedOn), csv: ({ datedOn }) => datedOn },
    { title: 'From', show: ({ fromOn }) => inWords(fromOn), csv: ({ fromOn }) => fromOn },
    { title: 'To', show: ({ toOn }) => (toOn ? inWords(toOn) : 'open'), csv: ({ toOn }) => toOn },
  ],
}

export const lettersCsv = lettersListing

export function LettersPage({ letters }: { letters: LetterRow[] }) {
  const taken = {
    title: 'Mistaken?',
    show: ({ id, school, person }: LetterRow) => (
      <PressButton
        action={`/meetings/letters/${id}/remove`}
        says="Take back"
        about={`${person}, ${school}`}
        quiet
      />
    ),
  }
  return (
    <Page title="Letters of acting heads" up={{ href: '/meetings', says: 'Meetings' }} wide>
      <Lead>
        Who acts as head by a letter dated before a meeting holds the school’s seat there as a head does.
      </Lead>
      <Deeds>
        <ButtonLink to="/meetings/letters/new">Record a letter</ButtonLink>
      </Deeds>
      <Table
        of={{ ...lettersListing, columns: [...lettersListing.columns, taken] }}
        rows={letters}
        hideCaption
      />
      <Text>
        <Link to="/meetings/letters.csv">Download as CSV</Link>
      </Text>
    </Page>
  )
}
