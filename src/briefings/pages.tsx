import type { Child } from 'hono/jsx'
import { inShort, inWords, momentInWords } from '../platform/day.ts'
import type { Answers, Form } from '../platform/form.ts'
import { type Field, form, kept, longText, type RowOptions, select, several, text } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Markdown } from '../platform/markdown.tsx'
import { Page } from '../platform/page.tsx'
import type { Piece } from '../platform/parts.tsx'
import {
  ButtonLink,
  Choices,
  Deeds,
  Details,
  Facts,
  Inset,
  Link,
  LinkList,
  Reworded,
  Section,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { FormFor } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { MailFilled } from './actions.ts'
import { yearFilter } from './filter.ts'
import { givingsList } from './givings/pages.tsx'
import type { BoardHeld, BriefingRow, Counted, GivingRow } from './queries.ts'
import { bodyKinds } from './tables.ts'

export const wordsForm = form<{ words: string }>({
  words: longText('Briefing', {
    ask: 'Enter what those who govern the school should know',
    hint: 'Drafted from the records; put it in your own words. ## begins a heading, - a point of a list',
    rows: 24,
  }),
})

/** The same with when the records were asked for its draft: what is marked confidential after that withholds it. */
export const draftForm = form<{ words: string; askedAt: string }>({
  words: wordsForm.fields.words as Field<string>,
  askedAt: kept('When the records were asked'),
})

export const mailForm = (governors: RowOptions) =>
  form<MailFilled>({
    people: several('Who gets it', governors, { ask: 'Select who gets it' }),
    bodyKind: select('Which body they are', bodyKinds, { ask: 'Select which kind of body is briefed' }),
    body: text('Name of the body', { ask: 'Enter the name of the body' }),
  })

const StateTag = ({ withheld, givenOn }: Pick<BriefingRow, 'withheld' | 'givenOn'>) =>
  withheld ? (
    <Tag says="Withheld" tone="bad" />
  ) : givenOn ? (
    <Tag says="Given" tone="good" />
  ) : (
    <Tag says="Not given yet" tone="due" />
  )

export const briefingsList: Listing<BriefingRow> = {
  caption: 'Briefings',
  empty: 'No briefings match. They appear here when the head or a deputy makes one after a meeting.',
  columns: [
    {
      title: 'Meeting',
      show: ({ id, title }) => <Link to={`/briefings/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    { title: 'Held', day: true, show: ({ heldOn }) => inShort(heldOn), csv: ({ heldOn }) => heldOn },
    { title: 'School', show: ({ school }) => school },
    {
      title: 'Last given',
      day: true,
      show: ({ givenOn }) => givenOn && inShort(givenOn),
      csv: ({ givenOn }) => givenOn,
    },
    {
      title: 'State',
      show: (row) => <StateTag {...row} />,
      csv: ({ withheld, givenOn }) => (withheld ? 'withheld' : givenOn ? 'given' : 'not given yet'),
    },
  ],
}

export const countsList: Listing<Counted> = {
  caption: 'Briefings by school',
  empty: 'No school was a member in this year.',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Written', numeric: true, show: ({ written }) => written },
    { title: 'Given', numeric: true, show: ({ given }) => given },
    {
      title: 'Last given',
      day: true,
      sparse: true,
      show: ({ lastOn }) => lastOn && inShort(lastOn),
      csv: ({ lastOn }) => lastOn,
    },
  ],
}

type BriefingsProps = ListShown<BriefingRow> & { briefs: { id: number; name: string }[] }

export function BriefingsPage({ briefs, ...shown }: BriefingsProps) {
  return (
    <ListPage
      title="Briefings"
      lead="What those who govern the school are told of the alliance’s meetings. Confidential items are never in them."
      of={briefingsList}
      filter={yearFilter}
      shown={shown}
      noun={['briefing', 'briefings']}
    >
      {briefs.length > 0 && (
        <Deeds>
          <ButtonLink to="/briefings/new">Brief your governors on a meeting</ButtonLink>
        </Deeds>
      )}
      <Text>
        <Link to="/briefings/givings">To whom briefings were given, and when</Link>
      </Text>
      {briefs.length > 0 && (
        <Deeds>
          {briefs.map(({ id, name }) => (
            <ButtonLink to={`/briefings/givings/new?school=${id}`} kind="secondary">
              Record a briefing given{briefs.length > 1 ? ` at ${name}` : ''}
            </ButtonLink>
          ))}
        </Deeds>
      )}
    </ListPage>
  )
}

export const CountsPage = (shown: ListShown<Counted>) => (
  <ListPage
    title="Briefings"
    lead="How often each school briefed those who govern it. What the briefings say is the schools’ own."
    of={countsList}
    filter={yearFilter}
    shown={shown}
    noun={['school', 'schools']}
  />
)

export const ChooseMeetingPage = ({ meetings }: { meetings: BoardHeld[] }) => (
  <Page title="Which meeting is the briefing of?" up={{ href: '/briefings', says: 'Briefings' }}>
    {meetings.length === 0 ? (
      <Text>No meeting of the board is recorded as held yet.</Text>
    ) : (
      <LinkList
        links={meetings.map(({ meetingId, title, heldOn }) => ({
          href: `/briefings/new?meeting=${meetingId}`,
          says: `${title}, ${inWords(heldOn)}`,
        }))}
      />
    )}
    <Text>A briefing of any other meeting is begun on the page of that meeting.</Text>
  </Page>
)

type ChooseProps = { meetingId: number; schools: { id: number; name: string }[] }

/** For who leads two schools: each is told for itself. */
export const ChooseSchoolPage = ({ meetingId, schools }: ChooseProps) => (
  <Page title="Which school is briefed?" up={{ href: `/meetings/${meetingId}`, says: 'Back' }}>
    <Choices
      items={schools.map(({ id, name }) => ({
        href: `/briefings/new?meeting=${meetingId}&school=${id}`,
        title: name,
        says: 'With its own attendance, actions and money.',
      }))}
    />
  </Page>
)

type BriefingProps = { briefing: BriefingRow; givings: GivingRow[]; briefs: boolean; history: Child }

export function BriefingPage({ briefing, givings, briefs, history }: BriefingProps) {
  const { id, withheld } = briefing
  return (
    <Page title={`Briefing: ${briefing.title}`} up={{ href: '/briefings', says: 'Briefings' }}>
      <Facts
        facts={[
          {
            is: 'Meeting',
            says: <Link to={`/meetings/${briefing.meetingId}`}>{inWords(briefing.heldOn)}</Link>,
          },
          { is: 'School', says: briefing.school },
          { is: 'Made', says: [briefing.madeBy, momentInWords(briefing.madeAt)].filter(Boolean).join(', ') },
          { is: 'State', says: <StateTag {...briefing} /> },
        ]}
      />
      {briefs && <BriefingDeeds id={id} withheld={withheld} />}
      {withheld ? <Withheld /> : <Markdown text={briefing.words} under={1} />}
      <Section title="Given to" id="given">
        <Table of={givingsList} rows={givings} hideCaption />
      </Section>
      {history}
    </Page>
  )
}

const Withheld = () => (
  <Inset>
    Something of this meeting has been marked confidential since the briefing was made. It is read by nobody
    until the head or a deputy has made it again from the records.
  </Inset>
)

function BriefingDeeds({ id, withheld }: { id: number; withheld: boolean }) {
  const at = `/briefings/${id}`
  if (withheld)
    return (
      <Deeds>
        <ButtonLink to={`${at}/redo`}>Make it again from the records</ButtonLink>
      </Deeds>
    )
  return (
    <Deeds>
      <ButtonLink to={`${at}/mail`}>Send it by mail</ButtonLink>
      <ButtonLink to={`${at}/given`}>Record to whom it was given</ButtonLink>
      <ButtonLink to={`${at}/briefing.pdf`} kind="secondary">
        Download as PDF
      </ButtonLink>
      <ButtonLink to={`${at}/correct`} kind="secondary">
        Edit it
      </ButtonLink>
      <ButtonLink to={`${at}/redo`} kind="secondary">
        Redo from the records
      </ButtonLink>
    </Deeds>
  )
}

type RedoProps = {
  id: number
  form: Form<{ words: string }>
  answers: Answers
  /** What the records say otherwise than when they were last asked; null where nothing. */
  changed: Piece[] | null
  /** Passages changed both in the records and by hand: both stand below. */
  both: number
}

export function RedoPage({ id, form, answers, changed, both }: RedoProps) {
  return (
    <Page
      title="Redo from the records"
      wrong={answers.errors.length > 0}
      up={{ href: `/briefings/${id}`, says: 'Back' }}
    >
      {changed === null ? (
        <Text>Nothing of this meeting has changed in the records since the briefing was made.</Text>
      ) : (
        <Details summary="What changed in the records since">
          <Reworded pieces={changed} />
        </Details>
      )}
      {both > 0 && (
        <Inset>
          {both === 1 ? 'One passage was' : `${both} passages were`} changed both in the records and by hand:
          the records’ words stand first and yours after them. Keep what is right.
        </Inset>
      )}
      <FormFor form={form} answers={answers} submit="Save" />
    </Page>
  )
}
