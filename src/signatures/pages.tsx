import type { Child } from 'hono/jsx'
import type { Changes } from '../agreement/changes.ts'
import { AgreementText, ChangesShown, Opening } from '../agreement/parts.tsx'
import type { ClauseRow } from '../agreement/queries.ts'
import { type Day, inWords } from '../platform/day.ts'
import { type Answers, dayField, type Form, form, kept, longText, text } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { Page } from '../platform/page.tsx'
import { Details, Facts, Inset, Lead, Link, NextSteps, Section, type Step, Text } from '../platform/parts.tsx'
import { FormFor, PressButton } from '../platform/questions.tsx'
import { proofFields } from '../proofs/form.ts'
import { ProofOptions } from '../proofs/parts.tsx'
import type { SigningFound, VersionToSign } from './queries.ts'
import { QuestionsOfSchool } from './questions/parts.tsx'
import type { SchoolQuestion } from './questions/queries.ts'
import { type Capacity, capacities } from './tables.ts'

const minuteField = text('Minute reference', {
  ask: 'Enter the reference of the minute in which signing was agreed',
  hint: 'As your clerk writes it, such as FGB 7/2026',
})
const minuteOnField = dayField('Date of the meeting', {
  ask: 'Enter the date of the meeting',
  hint: 'For example, 27/3/2018',
})
/** Carries which version was read; it is looked at again, since it is not to be trusted. */
const versionRead = kept('Version')

export type StepFilled = { read: string; minute?: string; minuteOn?: Day }
export const stepForms: Record<Capacity, Form<StepFilled>> = {
  governance: form({ read: versionRead, minute: minuteField, minuteOn: minuteOnField }),
  leadership: form({ read: versionRead }),
}

/** `signing` binds what is sent to the very signing that was shown. */
export const confirmForm = form({ signing: kept('Signing'), ...proofFields })

export const declineForm = form({
  read: versionRead,
  reason: longText('Why do you decline?', {
    ask: 'Enter why you decline',
    hint: 'Your school and the alliance office see this. It is not final: you can still sign later.',
    max: 2000,
    rows: 4,
  }),
})

type PlacesProps = { version: VersionToSign | undefined; steps: Step[]; several: boolean }

/** What somebody may sign, school by school. */
export const PlacesPage = ({ version, steps, several }: PlacesProps) => (
  <Page title="Sign the agreement" up={{ href: '/agreement', says: 'The agreement' }}>
    <Lead>
      {version
        ? `Version ${version.number}${version.signBy ? `, to be signed by ${inWords(version.signBy)}` : ''}.`
        : 'No version has been published for schools to sign.'}
    </Lead>
    {several && (
      <Inset>
        You sign for each school by itself, with its own minute. A trust or an executive head cannot sign once
        for all their schools.
      </Inset>
    )}
    {version && (
      <NextSteps
        steps={steps}
        none="You are not asked to sign for any school. The head and the chair of those who govern a school sign for it."
      />
    )}
    <Text>
      <Link to="/agreement/register">See which schools have signed</Link>
    </Text>
  </Page>
)

type SignProps = {
  signing: SigningFound
  capacity: Capacity
  title: string
  refusal: string | null
  clauses: ClauseRow[]
  /** What changed since the school last signed, where it has. */
  changed: { since: number; changes: Changes } | null
  questions: SchoolQuestion[]
  answers: Answers
}

const up = { href: '/agreement/sign', says: 'Sign the agreement' }

/** The first step: the words, who signs, and the minute. */
export function SignPage(props: SignProps) {
  const { signing, capacity, refusal, answers, title, questions } = props
  const { school, version } = signing
  const here = `/agreement/sign/${school.id}/${capacity}`
  return (
    <Page title={`Sign for ${school.name}`} up={up} wrong={answers.errors.length > 0}>
      {answers.errors.length > 0 && <SignForm {...{ capacity, answers }} />}
      <Facts facts={factsOf(signing, capacity, title)} />
      {refusal !== null && <Inset>{refusal}.</Inset>}
      {refusal === null && answers.errors.length === 0 && (
        <Text>
          Read version {version.number}, then <Link to="#sign">sign at the end of this page</Link>.
        </Text>
      )}
      <WordsToSign {...props} />
      {refusal === null && answers.errors.length === 0 && (
        <Section title={`Sign version ${version.number}`} id="sign">
          <Text>
            If a clause is not clear, or you accept it only with a reservation,{' '}
            <Link to="/agreement/questions/new">say so first</Link>: members see it with its answer.
          </Text>
          <QuestionsOfSchool questions={questions} />
          <SignForm {...{ capacity, answers }} />
          <Text>
            <Link to={`${here}/decline`}>Decline to sign</Link>
          </Text>
        </Section>
      )}
    </Page>
  )
}

const SignForm = ({ capacity, answers }: { capacity: Capacity; answers: Answers }) => (
  <>
    {capacity === 'governance' && (
      <Text>Those who govern the school decided this at a meeting. Give the minute that says so.</Text>
    )}
    <FormFor form={stepForms[capacity]} answers={answers} submit="Continue to confirm who you are" />
  </>
)

const factsOf = ({ school, version, substituteReason }: SigningFound, capacity: Capacity, title: string) => [
  { is: 'Version', says: `${version.number}, published on ${inWords(version.publishedOn as Day)}` },
  { is: 'School', says: `${school.name} (URN ${school.urn})` },
  { is: 'You sign', says: `${capacities[capacity]}, as ${title}` },
  capacity === 'governance' && { is: 'Legal body', says: school.legalBody },
  substituteReason !== null && { is: 'In another’s place', says: substituteReason },
  version.signBy !== null && { is: 'To be signed by', says: inWords(version.signBy) },
]

/** What is new stands first for a school that signed before, with the whole text folded beneath it. */
function WordsToSign({ signing: { version }, clauses, changed }: SignProps) {
  const whole = (
    <>
      <Opening of={version.opening} />
      <AgreementText clauses={clauses} />
    </>
  )
  if (!changed) return <Section title={version.title}>{whole}</Section>
  return (
    <Section title={`What changed since version ${changed.since}, which your school signed`}>
      <ChangesShown
        of={changed.changes}
        none={`Nothing: version ${version.number} says the same as version ${changed.since}.`}
      />
      <Details summary={`The whole text of version ${version.number}`}>{whole}</Details>
    </Section>
  )
}

type ConfirmProps = {
  signing: SigningFound
  capacity: Capacity
  title: string
  asked: { minute: string | null; minuteOn: Day | null }
  purpose: string
  passkey: boolean
  /** What is signed, as an address says it. */
  query: string
  answers: Answers
}

/** The second step: proof of who signs, bound to this signing and no other. */
export function ConfirmPage(props: ConfirmProps) {
  const { signing, capacity, title, asked, purpose, passkey, query, answers } = props
  const { school, version } = signing
  const back = { href: `/agreement/sign/${school.id}/${capacity}`, says: 'Back to the text' }
  return (
    <Page title="Confirm that it is you" up={back} wrong={answers.errors.length > 0}>
      <Lead>
        You are about to sign version {version.number} for {school.name}.
      </Lead>
      <Facts
        facts={[
          ...factsOf(signing, capacity, title),
          asked.minute !== null && {
            is: 'Minute',
            says: `${asked.minute}, ${inWords(asked.minuteOn as Day)}`,
          },
        ]}
      />
      <FormFor
        form={confirmForm}
        answers={answers}
        submit={`Sign version ${version.number}`}
        action={`${back.href}/confirm?${query}`}
      >
        <ProofOptions purpose={purpose} passkey={passkey} />
      </FormFor>
      <PressButton
        action={`${back.href}/code?${query}`}
        says={passkey ? 'Send me a code instead' : 'Send me a new code'}
        quiet
      />
    </Page>
  )
}

type DeclineProps = {
  school: { name: string; id: number }
  capacity: Capacity
  number: number
  answers: Answers
}

export const DeclinePage = ({ school, capacity, number, answers }: DeclineProps) => (
  <FormPage
    form={declineForm}
    answers={answers}
    title={`Decline to sign for ${school.name}`}
    up={{ href: `/agreement/sign/${school.id}/${capacity}`, says: 'Back to the text' }}
    lead={`Version ${number}, ${capacities[capacity].toLowerCase()}. Others see only that it is not signed.`}
    submit="Decline to sign"
  />
)

/** A signing that cannot be opened any more, with why. */
export const NothingToSign = ({ says, children }: { says: string; children?: Child }) => (
  <Page title="Nothing to sign here" up={up}>
    <Text>{says}.</Text>
    {children}
  </Page>
)
