import type { Child } from 'hono/jsx'
import { inWords } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Choices,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Text,
} from '../../platform/parts.tsx'
import { GroupsFor, PressButton } from '../../platform/questions.tsx'
import type { Ballot } from '../queries.ts'
import { actionAsks, decisionAsks } from './form.ts'
import type { Consultation, Decided } from './queries.ts'
import { SECRET_STATEMENT, type Stated, statedInWords, statementsUntil } from './rules.ts'

const at = ({ id }: Pick<Ballot, 'id'>) => `/ballots/${id}`
const up = (ballot: Pick<Ballot, 'id'>) => ({ href: at(ballot), says: 'The vote' })

type RecordProps = {
  ballot: Ballot
  form: Form<never> | Form<unknown>
  answers: Answers
  /** By what vote it was decided. */
  vote: string
  /** What must be known while it is recorded. */
  notes: (string | false)[]
}

/** What a vote decided, and what somebody does about it. */
export function RecordPage({ ballot, form, answers, vote, notes }: RecordProps) {
  const has = (name: string) => Object.hasOwn(form.fields, name)
  return (
    <Page title="Record the decision" wrong={answers.errors.length > 0} up={up(ballot)}>
      <Inset>{vote}</Inset>
      {notes.map((says) => says && <Text>{says}</Text>)}
      <GroupsFor
        form={form}
        answers={answers}
        submit="Record the decision"
        groups={[
          {
            title: 'The decision',
            asks: [...(has('meetingId') ? ['meetingId'] : []), ...decisionAsks],
          },
          {
            title: 'An action',
            above: <Text>Leave it blank where nobody undertook anything.</Text>,
            asks: actionAsks,
          },
          ...(has('reason') ? [{ title: 'The minutes are approved', asks: ['reason'] }] : []),
        ]}
        keeps
      />
    </Page>
  )
}

/** Between meetings, where no meeting is planned to which the decision could be reported. */
export const NoMeetingPage = ({ ballot }: { ballot: Ballot }) => (
  <Page title="Record the decision" up={up(ballot)}>
    <Text>
      A decision taken between meetings is reported to the next meeting of the board, and stands in its
      minutes. No meeting of the board is planned. Plan one first; then come back here.
    </Text>
    <Deeds>
      <ButtonLink to="/meetings/new">Plan a meeting</ButtonLink>
    </Deeds>
  </Page>
)

type StatementProps = {
  ballot: Ballot
  school: { membershipId: number; school: string }
  form: Form<never> | Form<unknown>
  answers: Answers
  stands: boolean
}

export const StatementPage = ({ ballot, school, form, answers, stands }: StatementProps) => (
  <FormPage
    {...{ form, answers }}
    title={`${stands ? 'Correct the statement' : 'A statement'} of ${school.school}`}
    up={up(ballot)}
    lead={
      ballot.manner === 'secret'
        ? SECRET_STATEMENT
        : 'It stands with the decision and in its minutes, under the name of your school.'
    }
    submit={stands ? 'Save the statement' : 'Make the statement'}
  >
    {ballot.closedAt && (
      <Text>
        It can be corrected or taken back until {inWords(statementsUntil(ballot.closedAt))}, unless the
        minutes are approved before.
      </Text>
    )}
    {stands && (
      <PressButton
        action={`${at(ballot)}/statement/take-back?school=${school.membershipId}`}
        says="Take it back"
        quiet
      />
    )}
  </FormPage>
)

/** Whoever speaks for several schools says for which. */
export const WhichSchoolPage = ({
  ballot,
  schools,
}: {
  ballot: Ballot
  schools: { membershipId: number; school: string }[]
}) => (
  <Page title="Whose statement?" up={up(ballot)}>
    <Choices
      items={schools.map(({ membershipId, school }) => ({
        href: `${at(ballot)}/statement?school=${membershipId}`,
        title: school,
        says: 'Say why this school voted as it did.',
      }))}
    />
  </Page>
)

export type Led = {
  ballot: Ballot
  decided: Decided | undefined
  /** Why nothing is recorded, where it is not to be. */
  why: string | null
  keeps: boolean
  actions: { id: number; words: string; closedOn: string | null }[]
  consultations: Consultation[]
  consults: boolean
  proposal: { id: number; title: string; open: boolean } | null
  /** What the office does with the proposal next: its carried change is adopted, a lost one declined. */
  proposalNext: 'adopt' | 'decline' | null
  said: Stated[]
  /** The schools that whoever looks may make a statement for, and whether one stands. */
  mayState: { membershipId: number; school: string; stands: boolean }[]
}

/** What came before a vote, and what it leads to. */
export const OutcomePart = (led: Led) => (
  <>
    <Section title="What it leads to" id="outcome">
      <OutcomeFacts {...led} />
      {led.ballot.state === 'closed' && !led.decided && (
        <Text>{led.why ?? (led.keeps ? NOT_YET_KEPT : NOT_YET)}</Text>
      )}
      <OutcomeDeeds {...led} />
    </Section>
    <Statements {...led} />
  </>
)

const NOT_YET = 'The decision is not recorded yet: whoever keeps this vote does that next.'
const NOT_YET_KEPT = 'Record what was decided: it then stands in the minutes and among the decisions.'

function OutcomeFacts({ decided, actions, consultations, proposal }: Led) {
  const [before, after] = [true, false].map((is) => consultations.filter((one) => one.before === is))
  const facts = [
    decided && { is: 'Decision', says: <TheDecision of={decided} /> },
    decided && {
      is: 'In the minutes of',
      says: <Link to={`/meetings/${decided.meetingId}/minutes`}>{decided.meeting}</Link>,
    },
    actions.length > 0 && { is: 'Actions under its item', says: <Linked of={actions.map(actionLink)} /> },
    proposal && {
      is: 'Decides',
      says: <Link to={`/agreement/proposals/${proposal.id}`}>{proposal.title}</Link>,
    },
    before && before.length > 0 && { is: 'Consulted on before', says: <Linked of={before.map(consulted)} /> },
    after && after.length > 0 && { is: 'Led to a consultation', says: <Linked of={after.map(consulted)} /> },
  ].filter((fact) => !!fact)
  return facts.length > 0 ? <Facts facts={facts} /> : null
}

const TheDecision = ({ of: { id, number, words } }: { of: Decided }) => (
  <>
    <Link to={`/meetings/decisions/${id}`}>{number}</Link> {words}
  </>
)

const actionLink = ({ id, words, closedOn }: Led['actions'][number]) => ({
  href: `/meetings/actions/${id}`,
  says: words,
  more: closedOn === null ? '' : ' (done)',
})
const consulted = ({ id, meetingId, title, meeting, heldOn }: Consultation) => ({
  href: `/meetings/${meetingId}/items/${id}`,
  says: title,
  more: `, ${meeting}, ${inWords(heldOn)}`,
})

const Linked = ({ of }: { of: { href: string; says: string; more: string }[] }) => (
  <>
    {of.map(({ href, says, more }, i) => (
      <>
        {i > 0 && '; '}
        <Link to={href}>{says}</Link>
        {more}
      </>
    ))}
  </>
)

function OutcomeDeeds({ ballot, decided, why, keeps, consults, proposal, proposalNext }: Led) {
  const records = keeps && ballot.state === 'closed' && !decided && why === null
  const motion = keeps && ballot.state === 'closed' ? ballot.amendsId : null
  if (!records && !consults && proposalNext === null && motion === null) return null
  return (
    <Deeds>
      {motion !== null && <ButtonLink to={`/ballots/${motion}`}>Go on to the motion</ButtonLink>}
      {records && <ButtonLink to={`${at(ballot)}/decision`}>Record the decision</ButtonLink>}
      {proposal && proposalNext === 'adopt' && (
        <ButtonLink to={`/agreement/proposals/${proposal.id}/adopt`}>Adopt it into a draft</ButtonLink>
      )}
      {proposal && proposalNext === 'decline' && (
        <ButtonLink to={`/agreement/proposals/${proposal.id}/decline`}>Decline the proposal</ButtonLink>
      )}
      {consults && (
        <ButtonLink to={`${at(ballot)}/consult`} kind="secondary">
          Consult the schools on it
        </ButtonLink>
      )}
    </Deeds>
  )
}

function Statements({ ballot, said, mayState }: Led) {
  if (said.length === 0 && mayState.length === 0) return null
  return (
    <Section title="Statements" id="statements">
      <Said of={said} />
      {mayState.length > 0 && (
        <>
          <Text>
            A school that took part may say why it voted as it did, above all where it did not vote with the
            others
            {ballot.closedAt && `: until ${inWords(statementsUntil(ballot.closedAt))}`}.
            {ballot.manner === 'secret' && ` ${SECRET_STATEMENT}`}
          </Text>
          <Deeds>
            {mayState.map(({ membershipId, school, stands }) => (
              <ButtonLink to={`${at(ballot)}/statement?school=${membershipId}`} kind="secondary">
                {stands ? `Correct the statement of ${school}` : `Make a statement for ${school}`}
              </ButtonLink>
            ))}
          </Deeds>
        </>
      )}
    </Section>
  )
}

/** What schools said of their own votes. */
export const Said = ({ of }: { of: Stated[] }): Child =>
  of.length === 0 ? null : <Bullets items={of.map(statedInWords)} />
