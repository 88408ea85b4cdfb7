import type { Child } from 'hono/jsx'
import { inShort, inWords } from '../../platform/day.ts'
import { dayField, form, optional, select, text } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, Small } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { GivingFilled } from '../actions.ts'
import { yearFilter } from '../filter.ts'
import type { GivingRow } from '../queries.ts'
import { bodyKinds, ways } from '../tables.ts'

export const givingForm = form<GivingFilled>({
  bodyKind: select('Who was briefed', bodyKinds, { ask: 'Select which kind of body was briefed' }),
  body: text('Name of the body', {
    ask: 'Enter the name of the body',
    hint: 'Such as “Full governing body”',
  }),
  givenOn: dayField('Date', {
    ask: 'Enter the date on which it was given',
    hint: 'Like 27/3/2018',
    from: 2000,
  }),
  how: select('How', ways, { ask: 'Select how it was given' }),
  minuteReference: optional(
    text('Minute reference', { ask: '', hint: 'Where their minutes say so, such as “FGB 7.2”', max: 100 }),
  ),
})

export const givingsList: Listing<GivingRow> = {
  caption: 'Briefings given',
  empty: 'None is recorded. They appear here when the head or a deputy records to whom a briefing was given.',
  columns: [
    {
      title: 'Body',
      show: ({ id, body }) => <Link to={`/briefings/givings/${id}`}>{body}</Link>,
      csv: ({ body }) => body,
    },
    { title: 'Kind', show: ({ bodyKind }) => bodyKinds[bodyKind] },
    { title: 'Given', show: ({ givenOn }) => inShort(givenOn), csv: ({ givenOn }) => givenOn },
    { title: 'How', show: ({ how }) => ways[how] },
    { title: 'Minute', sparse: true, show: ({ minuteReference }) => minuteReference },
    { title: 'School', show: ({ school }) => school },
  ],
}

export const GivingsPage = (shown: ListShown<GivingRow>) => (
  <ListPage
    title="Briefings given"
    lead="To which body, on which day and in which way. This is what clause 7 is judged by."
    of={givingsList}
    filter={yearFilter}
    shown={shown}
    noun={['briefing given', 'briefings given']}
  />
)

type GivingProps = { giving: GivingRow; briefs: boolean; history: Child }

export function GivingPage({ giving, briefs, history }: GivingProps) {
  const at = `/briefings/givings/${giving.id}`
  return (
    <Page
      title={`Briefing given to ${giving.body}`}
      up={{ href: '/briefings/givings', says: 'Briefings given' }}
    >
      <Facts
        facts={[
          { is: 'School', says: giving.school },
          { is: 'Kind of body', says: bodyKinds[giving.bodyKind] },
          { is: 'Given', says: inWords(giving.givenOn) },
          { is: 'How', says: ways[giving.how] },
          { is: 'Minute', says: giving.minuteReference },
          giving.briefingId !== null && {
            is: 'Briefing',
            says: <Link to={`/briefings/${giving.briefingId}`}>{giving.title ?? 'Briefing'}</Link>,
          },
          { is: 'Recorded by', says: giving.recordedBy },
        ]}
      />
      {briefs && (
        <Deeds>
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
          <PressButton action={`${at}/remove`} says="Remove" warning />
        </Deeds>
      )}
      {history}
    </Page>
  )
}

/** Which body governs in law, so that a local governing body is not mistaken for it. */
export const LegalBody = ({ says }: { says: string }) => (
  <Small>The body that governs this school in law: {says}.</Small>
)
