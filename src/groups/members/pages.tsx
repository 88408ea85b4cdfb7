import type { Child } from 'hono/jsx'
import type { Day } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Details, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { Question } from '../../platform/question.tsx'
import { LinesFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { groupParts } from '../tables.ts'
import { asksOf, type manyForm, type memberForm, type SchoolLine } from './forms.ts'
import type { MemberRow, RemovedMember } from './queries.ts'
import { hasServed, servesOn, spellServed } from './rules.ts'

const stateOf = (row: MemberRow, today: Day) =>
  servesOn(row, today) ? 'serving' : hasServed(row, today) ? 'former' : 'to come'

/** Who serves on a group; `keeps` leads to where an entry is corrected. */
export const members = (today: Day, keeps: boolean): Listing<MemberRow> => ({
  caption: 'Members',
  empty: 'Nobody is recorded. Members appear here when the office or the lead of the group adds them.',
  plain: true,
  columns: [
    {
      title: 'Person',
      show: ({ id, groupId, person }) =>
        keeps ? <Link to={`/groups/${groupId}/members/${id}`}>{person}</Link> : person,
      csv: ({ person }) => person,
    },
    { title: 'Part', show: ({ part }) => groupParts[part], csv: ({ part }) => part },
    { title: 'School', sparse: true, show: ({ school }) => school },
    { title: 'Serves', show: (row) => spellServed(row, today), csv: ({ fromOn }) => fromOn },
    { title: 'Note', sparse: true, show: ({ note }) => note },
  ],
})

/** The same as a file: each day in a column of its own. */
export const membersFile = (today: Day): Listing<MemberRow> => {
  const shown = members(today, false)
  const [person, part, school, , note] = shown.columns as [never, never, never, never, never]
  return {
    ...shown,
    columns: [
      ...[person, part, school],
      { title: 'From', show: ({ fromOn }) => fromOn },
      { title: 'To', show: ({ toOn }) => toOn },
      { title: 'State', show: (row) => stateOf(row, today) },
      note,
    ],
  }
}

type MembersProps = {
  groupId: number
  rows: MemberRow[]
  removed: RemovedMember[]
  today: Day
  keeps: boolean
  /** Whether every member school has a seat there, whoever is added by name. */
  seats: boolean
}

/** Who serves on the group, as it stands on the group’s page: today’s first, those before behind a heading. */
export function Members({ groupId, rows, removed, today, keeps, seats }: MembersProps) {
  const [former, present] = [true, false].map((over) => rows.filter((row) => hasServed(row, today) === over))
  const of = members(today, keeps)
  return (
    <Section title="Members and representatives" id="members">
      {seats && (
        <Text>
          Every member school has a seat, held by its head. Others who serve here are added by name.
        </Text>
      )}
      {(!seats || (present ?? []).length > 0) && <Table of={of} rows={present ?? []} hideCaption />}
      {keeps && (
        <Deeds>
          <ButtonLink to={`/groups/${groupId}/members/new`}>Add somebody</ButtonLink>
          <ButtonLink to={`/groups/${groupId}/members/many`} kind="secondary">
            Add one from each school
          </ButtonLink>
        </Deeds>
      )}
      {former && former.length > 0 && (
        <Details summary={`Who served before (${former.length})`}>
          <Table of={{ ...of, caption: 'Former members' }} rows={former} hideCaption />
        </Details>
      )}
      {keeps && removed.length > 0 && <Removed {...{ groupId, removed }} />}
      {rows.length > 0 && (
        <Text>
          <Link to={`/groups/${groupId}/members.csv`}>Download as CSV</Link>
        </Text>
      )}
    </Section>
  )
}

const inWords = ({ person, part, school }: RemovedMember) =>
  [person, groupParts[part].toLowerCase(), school].filter(Boolean).join(', ')

const Removed = ({ groupId, removed }: { groupId: number; removed: RemovedMember[] }) => (
  <Details summary={`Taken off (${removed.length})`}>
    <Bullets
      items={removed.map((one) => (
        <>
          {inWords(one)}{' '}
          <PressButton
            action={`/groups/${groupId}/members/${one.id}/restore`}
            says="Put back"
            about={inWords(one)}
            quiet
          />
        </>
      ))}
    />
  </Details>
)

type Up = { href: string; says: string }

type CorrectProps = {
  form: ReturnType<typeof memberForm>
  answers: Answers
  up: Up
  member: MemberRow
  history: Child
}

export const CorrectPage = ({ form, answers, up, member, history }: CorrectProps) => (
  <FormPage
    {...{ form, answers, up }}
    title={`${member.person} on ${up.says}`}
    lead="Somebody who stops serving is given a last day, and stays on record."
  >
    <Section title="Entered by mistake?">
      <PressButton
        action={`/groups/${member.groupId}/members/${member.id}/remove`}
        says="Take off"
        about={member.person}
        warning
      />
    </Section>
    {history}
  </FormPage>
)

type ManyProps = { form: ReturnType<typeof manyForm>; answers: Answers; up: Up; lines: SchoolLine[] }

export const ManyPage = ({ form, answers, up, lines }: ManyProps) => (
  <Page title="Add one from each school" wrong={answers.errors.length > 0} up={up} wide>
    <Lead>Choose who comes from each school. Whoever serves already stands beside the school’s name.</Lead>
    <LinesFor
      form={form}
      answers={answers}
      submit="Add them"
      lines={lines.map((line) => ({ title: line.title, asks: asksOf(line) }))}
    >
      {form.fields.fromOn && <Question name="fromOn" field={form.fields.fromOn} answers={answers} />}
    </LinesFor>
  </Page>
)
