import type { Child } from 'hono/jsx'
import { type AcademicYear, inShort, yearName } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Bullets, Choices, Inset, Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { AskFor, GroupsFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { BetterDays, Clashes } from '../clashes/notice.tsx'
import { weightOf } from '../clashes/rules.ts'
import type { PlanFilled } from './form.ts'
import { type Line, namesOf } from './lines.ts'
import type { Programme } from './queries.ts'

const programme = (year: AcademicYear, wanted: number): Listing<Programme> => ({
  caption: `Hubs in ${yearName(year)}`,
  empty: 'There are no hubs whose meetings you plan.',
  columns: [
    {
      title: 'Hub',
      show: ({ groupId, name }) => <Link to={`/groups/${groupId}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Meetings', numeric: true, show: ({ meetings }) => `${meetings} of ${wanted}` },
    {
      title: 'Plan',
      sparse: true,
      show: ({ groupId, name, meetings }) =>
        meetings < wanted && <Link to={`/planning/new/pattern?group=${groupId}`}>Plan {name}</Link>,
    },
  ],
})

type StartProps = { year: AcademicYear; hubs: Programme[]; wanted: number }

export const StartPage = ({ year, hubs, wanted }: StartProps) => (
  <Page title="Plan meetings" up={{ href: '/planning', says: 'The year' }}>
    <Lead>
      Propose a year’s meetings, look at what each clashes with and on which days it would clash less, then
      plan them all at once. Nothing is saved before.
    </Lead>
    <Choices
      items={[
        {
          href: '/planning/new/pattern',
          title: 'By a pattern',
          says: 'A weekday, and so often a term, half-term, month or year.',
        },
        {
          href: '/planning/new/dates',
          title: 'On given dates',
          says: 'Typed or pasted, a line each, with times and places if you have them.',
        },
        {
          href: '/planning/new/copy',
          title: 'As last year',
          says: 'The same weeks and weekdays, times and places as the year before.',
        },
      ]}
    />
    <Section title={`Hubs in ${yearName(year)}`}>
      <Text>The heads agreed {wanted} meetings of each hub in a year.</Text>
      <Table of={programme(year, wanted)} rows={hubs} hideCaption />
    </Section>
  </Page>
)

type AskProps = { title: string; lead: string; form: Form<never> | Form<unknown>; answers: Answers }

export const AskPage = ({ title, lead, form, answers }: AskProps) => (
  <Page title={title} wrong={answers.errors.length > 0} up={{ href: '/planning/new', says: 'Plan meetings' }}>
    <Lead>{lead}</Lead>
    <AskFor form={form} answers={answers} submit="Look at what is proposed" />
  </Page>
)

type PlanProps = {
  year: AcademicYear
  form: Form<PlanFilled>
  answers: Answers
  lines: Line[]
  /** What is not known of the year and may show late. */
  unknown: Child[]
  up: string
}

export function PlanPage({ year, form, answers, lines, unknown, up }: PlanProps) {
  const clashing = lines.filter(({ clashes }) => weightOf(clashes) > 0).length
  const many = lines.length === 1 ? 'One meeting' : `${lines.length} meetings`
  const clash =
    clashing === 0 ? 'nothing clashes' : `${clashing} ${clashing === 1 ? 'clashes' : 'clash'} with something`
  return (
    <Page
      title={`Plan for ${yearName(year)}`}
      wrong={answers.errors.length > 0}
      up={{ href: up, says: 'Ask for something else' }}
      wide
    >
      <Lead>
        {many}, of which {clash}. Correct any line, choose a better day or leave it out. None is planned until
        you press the button at the end.
      </Lead>
      {unknown.length > 0 && (
        <Inset>
          <Bullets items={unknown} />
        </Inset>
      )}
      <GroupsFor
        {...{ form, answers }}
        inRows
        submit={lines.length === 1 ? 'Plan this meeting' : 'Plan these meetings'}
        groups={lines.map(({ key, proposed, slot, clashes, better }) => ({
          title: `${proposed.groups.map(({ name }) => name).join(' and ')}${slot ? `, ${inShort(slot.on)}` : ''}`,
          asks: Object.values(namesOf(key)),
          above: slot ? (
            <div>
              <Clashes of={clashes} />
              <BetterDays of={better} />
            </div>
          ) : null,
        }))}
      />
    </Page>
  )
}
