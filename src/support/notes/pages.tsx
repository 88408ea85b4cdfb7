import type { Child } from 'hono/jsx'
import { Words } from '../../agreement/parts.tsx'
import type { Day } from '../../platform/day.ts'
import { inShort, inWords, momentInWords } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Section, Text } from '../../platform/parts.tsx'
import { FormFor } from '../../platform/questions.tsx'
import { whenOf } from '../holds/rules.ts'
import { nextOf, noteForm } from './form.ts'
import { NoteState, VisitState } from './parts.tsx'
import type { agreedBefore, Note, VisitOf } from './queries.ts'
import { isLate } from './rules.ts'

type Before = Awaited<ReturnType<typeof agreedBefore>>

const upOf = ({ deploymentId, toSchool }: VisitOf) => ({
  href: `/support/deployments/${deploymentId}`,
  says: `Support for ${toSchool}`,
})

const titleOf = ({ toSchool, visitedOn }: VisitOf) => `visit to ${toSchool}, ${inShort(visitedOn)}`

/** What was left from the visit before, so that this one begins with it. */
const Agreed = ({ visit, before }: { visit: VisitOf; before: Before }) =>
  before?.next ? (
    <Inset>
      <Text>
        {visit.kind === 'coaching' ? 'To be tried since' : 'Agreed on'} {inWords(before.visitedOn)}:
      </Text>
      <Text>
        <Words of={before.next} />
      </Text>
    </Inset>
  ) : null

const Changes = ({ visit }: { visit: VisitOf }) => (
  <Deeds>
    <ButtonLink to={`/support/visits/${visit.id}/move`} kind="secondary">
      Move this visit
    </ButtonLink>
    <ButtonLink to={`/support/visits/${visit.id}/call-off`} kind="secondary">
      {'It does not take place'}
    </ButtonLink>
  </Deeds>
)

type FormProps = {
  visit: VisitOf
  before: Before
  answers: Answers
  dueOn: Day | null
  today: Day
  rebooks: boolean
}

/** Three questions and one press. */
export const NoteFormPage = ({ visit, before, answers, dueOn, today, rebooks }: FormProps) => (
  <Page title={`Note the ${titleOf(visit)}`} wrong={answers.errors.length > 0} up={upOf(visit)}>
    {isLate(dueOn, today) && dueOn && <Text>It was due by {inWords(dueOn)}. Write it now all the same.</Text>}
    <Agreed visit={visit} before={before} />
    <FormFor form={noteForm(visit.kind)} answers={answers} submit="Save: the visit is done" keeps />
    {answers.errors.some(({ field }) => field === 'form') && (
      <Text>
        <Link to={`/support/visits/${visit.id}/note`}>Open what stands now</Link>
      </Text>
    )}
    {rebooks && visit.status === 'planned' && (
      <Section title="It did not take place?">
        <Changes visit={visit} />
      </Section>
    )}
  </Page>
)

export const MendNotePage = ({ visit, answers }: { visit: VisitOf; answers: Answers }) => (
  <Page
    title={`Correct the note of the ${titleOf(visit)}`}
    wrong={answers.errors.length > 0}
    up={{ href: `/support/visits/${visit.id}/note`, says: 'The note' }}
  >
    <FormFor form={noteForm(visit.kind)} answers={answers} submit="Save" keeps />
  </Page>
)

type ShownProps = {
  visit: VisitOf
  note: Note | undefined
  before: Before
  today: Day
  may: { mend: boolean; rebook: boolean }
  history: Child
}

const whatOf = (visit: VisitOf) => [
  { is: 'When', says: whenOf(visit) },
  { is: 'Practitioner', says: `${visit.practitioner}, ${visit.fromSchool}` },
  visit.purpose ? { is: 'What it is for', says: visit.purpose } : null,
  { is: 'State', says: <VisitState status={visit.status} /> },
  visit.why ? { is: 'Why', says: visit.why } : null,
  { is: 'Record', says: <Link to={`/support/visits/${visit.id}`}>What this visit counts</Link> },
]

type NotedProps = { visit: VisitOf; note: Note; today: Day; mends: boolean }

const Noted = ({ visit, note, today, mends }: NotedProps) => (
  <Section title="What was noted">
    <Facts
      facts={[
        { is: 'What was done', says: <Words of={note.done} /> },
        note.met ? { is: 'Who was met', says: note.met } : null,
        note.next ? { is: nextOf(visit.kind), says: <Words of={note.next} /> } : null,
        { is: 'Noted by', says: `${note.writtenByName ?? 'Somebody'} on ${momentInWords(note.writtenAt)}` },
        note.dueOn ? { is: 'Due by', says: inWords(note.dueOn) } : null,
        { is: 'Note', says: <NoteState dueOn={note.dueOn} notedOn={note.notedOn} today={today} /> },
      ]}
    />
    {mends && (
      <Deeds>
        <ButtonLink to={`/support/visits/${visit.id}/note/correct`} kind="secondary">
          Correct the note
        </ButtonLink>
      </Deeds>
    )}
  </Section>
)

/** A visit with what was noted of it; before that, with what may be done about it. */
export function NotePage({ visit, note, before, today, may, history }: ShownProps) {
  return (
    <Page title={titleOf(visit).replace('visit', 'Visit')} up={upOf(visit)}>
      <Facts facts={whatOf(visit)} />
      {note ? (
        <Noted {...{ visit, note, today }} mends={may.mend} />
      ) : (
        <Agreed visit={visit} before={before} />
      )}
      {may.rebook && visit.status === 'planned' && <Changes visit={visit} />}
      {history}
    </Page>
  )
}
