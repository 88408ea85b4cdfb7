import { type Answers, form, kept } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Digest,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Subheading,
  Text,
} from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { proofFields } from '../../proofs/form.ts'
import { ProofOptions } from '../../proofs/parts.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { AgreementFile, WhoSigned } from './parts.tsx'
import type { Act, Present } from './queries.ts'
import { asParty, passagesOf, slugOf } from './rules.ts'
import { type Party, parties } from './tables.ts'

/** Carries which words were read; it is looked at again, since it is not to be trusted. */
export const stepForm = form({ read: kept('Words') })

/** `signing` binds what is sent to the very signing that was shown. */
export const confirmForm = form({ signing: kept('Signing'), ...proofFields })

export const agreementHref = (id: number) => `/support/deployments/${id}/agreement`

export const signSays = (capacity: Party, { toSchool, fromSchool }: Deployment) =>
  `Sign ${asParty(capacity, { toSchool, fromSchool: fromSchool ?? 'the supporting school' })}`

const Words = ({ words }: { words: string }) => (
  <>
    {passagesOf(words).map(({ heading, lines }) => (
      <>
        <Subheading>{heading}</Subheading>
        {lines.map((line) => (
          <Text>{line}</Text>
        ))}
      </>
    ))}
  </>
)

type AgreementProps = {
  deployment: Deployment
  present: Present
  /** In which capacities the reader may sign now. */
  open: Party[]
}

/** The agreement: what the three agree to, who has signed, and the file. */
export function AgreementPage({ deployment, present, open }: AgreementProps) {
  const { id } = deployment
  return (
    <Page
      title={`Agreement on support for ${deployment.toSchool}`}
      up={{ href: `/support/deployments/${id}`, says: 'The support' }}
    >
      <Lead>Three sign it, each in their own name: both heads and the practitioner.</Lead>
      {open.length > 0 && (
        <Deeds>
          {open.map((capacity) => (
            <ButtonLink to={`${agreementHref(id)}/${slugOf(capacity)}`}>
              {signSays(capacity, deployment)}
            </ButtonLink>
          ))}
        </Deeds>
      )}
      <WhoSigned state={deployment.state} acts={present.acts} />
      <AgreementFile deployment={deployment} present={present} />
      <Section title="The words">
        <Words words={present.words} />
        <Details summary="How the words are known">
          <Text>
            {present.kept
              ? 'They stand as the first signatory found them, and do not change.'
              : 'They follow the records until somebody signs, and do not change from then on.'}
          </Text>
          <Text>
            SHA-256 digest: <Digest of={present.digest} />
          </Text>
        </Details>
      </Section>
      <Declared acts={present.acts} />
    </Page>
  )
}

function Declared({ acts }: { acts: Act[] }) {
  if (acts.length === 0) return null
  return (
    <Details summary="What each declared and sealed">
      {acts.map(({ name, statement }) => (
        <>
          <Subheading>{name}</Subheading>
          <Bullets items={statement.split('\n')} />
        </>
      ))}
    </Details>
  )
}

type SignProps = { deployment: Deployment; present: Present; capacity: Party; answers: Answers }

const ofSigning = (capacity: Party, { practitioner, toSchool }: Deployment) => [
  { is: 'You sign', says: parties[capacity] },
  { is: 'Support for', says: toSchool },
  { is: 'By', says: practitioner },
]

/** The first step: the words, and in which capacity. */
export const SignPage = ({ deployment, present, capacity, answers }: SignProps) => (
  <Page
    title={signSays(capacity, deployment)}
    up={{ href: agreementHref(deployment.id), says: 'The agreement' }}
    wrong={answers.errors.length > 0}
  >
    {answers.errors.length > 0 && (
      <FormFor form={stepForm} answers={answers} submit="Continue to confirm who you are" />
    )}
    <Facts facts={ofSigning(capacity, deployment)} />
    {capacity === 'supporting head' && (
      <Inset>
        With your signature you give your school’s letter of assurance for the practitioner: read what your
        school promises.
      </Inset>
    )}
    <Section title="The words">
      <Words words={present.words} />
    </Section>
    {answers.errors.length === 0 && (
      <FormFor form={stepForm} answers={answers} submit="Continue to confirm who you are" />
    )}
  </Page>
)

type ConfirmProps = SignProps & { purpose: string; passkey: boolean; read: string }

/** The second step: proof of who signs, bound to this signing and no other. */
export function ConfirmPage({ deployment, capacity, answers, purpose, passkey, read }: ConfirmProps) {
  const back = `${agreementHref(deployment.id)}/${slugOf(capacity)}`
  const query = new URLSearchParams({ read })
  return (
    <Page
      title="Confirm that it is you"
      up={{ href: back, says: 'Back to the words' }}
      wrong={answers.errors.length > 0}
    >
      <Facts facts={ofSigning(capacity, deployment)} />
      <FormFor
        form={confirmForm}
        answers={answers}
        submit={signSays(capacity, deployment)}
        action={`${back}/confirm?${query}`}
      >
        <ProofOptions purpose={purpose} passkey={passkey} />
      </FormFor>
      <PressButton
        action={`${back}/code?${query}`}
        says={passkey ? 'Send me a code instead' : 'Send me a new code'}
        quiet
      />
    </Page>
  )
}

/** A signing that cannot be opened any more, with why. */
export const NothingToSign = ({ deployment, says }: { deployment: Deployment; says: string }) => (
  <Page
    title="Nothing to sign here"
    up={{ href: `/support/deployments/${deployment.id}`, says: 'The support' }}
  >
    <Text>{says}.</Text>
    {deployment.fromMembershipId !== null && (
      <Text>
        <Link to={agreementHref(deployment.id)}>Read the agreement</Link>
      </Text>
    )}
  </Page>
)
