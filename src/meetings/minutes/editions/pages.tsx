import { momentInWords } from '../../../platform/day.ts'
import { type Answers, type Form, form, optional, several } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { Page } from '../../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Facts,
  Inset,
  Lead,
  Link,
  Small,
  Tag,
  Text,
} from '../../../platform/parts.tsx'
import { FormFor, PressButton } from '../../../platform/questions.tsx'
import type { ProofFilled } from '../../../proofs/form.ts'
import { ProofOptions } from '../../../proofs/parts.tsx'
import type { Meeting } from '../../queries.ts'
import { minutesTitle } from '../pages.tsx'
import { MinutesRead } from '../read.tsx'
import type { Told } from './parts.ts'
import { standingInWords } from './print.ts'
import type { EditionRow } from './queries.ts'
import type { ReadAs, Verdict } from './rules.ts'
import { withholdable } from './rules.ts'
import { type Audience, audiences, type PartKind, partKinds } from './tables.ts'

const called: Record<ReadAs, string> = {
  full: 'In full',
  governors: 'The governors’ edition',
  public: 'The public edition',
}

type EditionProps = {
  meeting: Meeting
  edition: EditionRow
  told: Told
  verdict: Verdict
  as: ReadAs
  /** How else this reader may read it. */
  choices: ReadAs[]
  latest: boolean
  digests: string[]
}

/** One edition as this reader is given it, with the proof that it belongs to the whole. */
export function EditionPage({ meeting, edition, told, verdict, as, choices, latest, digests }: EditionProps) {
  const at = `/meetings/${meeting.id}/editions/${edition.number}`
  const query = as === 'full' ? '' : `?for=${as}`
  return (
    <Page
      title={minutesTitle(meeting, 'approved')}
      up={{ href: `/meetings/${meeting.id}`, says: meeting.title }}
      wide
    >
      <Lead>
        {standingInWords('approved', edition)}. {called[as]}.
      </Lead>
      {!latest && (
        <Inset>
          A later edition corrects this one.{' '}
          <Link to={`/meetings/${meeting.id}/editions`}>See every edition</Link>
        </Inset>
      )}
      <Proof {...{ verdict, edition, digests }} />
      <Deeds>
        <ButtonLink to={`${at}/minutes.pdf${query}`} kind="secondary">
          Download as PDF
        </ButtonLink>
        <ButtonLink to={`${at}/minutes.json${query}`} kind="secondary">
          Download to check it yourself
        </ButtonLink>
      </Deeds>
      <Bullets
        items={[
          ...choices
            .filter((choice) => choice !== as)
            .map((choice) => (
              <Link to={choice === 'full' ? at : `${at}?for=${choice}`}>
                Read {called[choice].toLowerCase()}
              </Link>
            )),
          <Link to={`/meetings/${meeting.id}/editions`}>Every edition of these minutes</Link>,
        ]}
      />
      <MinutesRead told={told} />
    </Page>
  )
}

const many = (count: number) => `${count} ${count === 1 ? 'part' : 'parts'}`

function Proof({ verdict, edition, digests }: { verdict: Verdict; edition: EditionRow; digests: string[] }) {
  const { belongs, shown, withheld } = verdict
  return (
    <>
      <Facts
        facts={[
          {
            is: 'Checked',
            says: belongs ? (
              <>
                <Tag says="Unchanged since approval" tone="good" /> {many(shown)} shown
                {withheld > 0 && `, ${many(withheld)} left out`}
              </>
            ) : (
              <Tag says="Changed since approval" tone="bad" />
            ),
          },
          edition.reason !== null && { is: 'Corrected', says: edition.reason },
          edition.signedBy !== null && {
            is: 'Signed',
            says: `${edition.signedBy}, ${edition.signedAt ? momentInWords(edition.signedAt) : ''}, with a ${edition.proof === 'passkey' ? 'passkey' : 'code sent by mail'}`,
          },
        ]}
      />
      <Details summary="How to check it">
        <Text>
          The digest of this edition: <code>{edition.digest}</code>
        </Text>
        <Small>
          It is SHA-256 of the digests of all parts below, each on a line of its own. The digest of a part is
          SHA-256 of its nonce followed by its content; the file to check it yourself has both of every part
          that you are given.
        </Small>
        <Bullets items={digests.map((digest) => <code>{digest}</code>)} />
      </Details>
    </>
  )
}

type EditionsProps = { meeting: Meeting; editions: EditionRow[]; maySayWithheld: boolean }

export function EditionsPage({ meeting, editions, maySayWithheld }: EditionsProps) {
  return (
    <Page
      title={`Editions of the minutes: ${meeting.title}`}
      up={{ href: `/meetings/${meeting.id}`, says: meeting.title }}
    >
      {editions.length === 0 ? (
        <Text>
          No meeting has approved these minutes yet. Approved minutes are kept here, and every correction of
          them.
        </Text>
      ) : (
        <Bullets
          items={editions.map((edition) => (
            <>
              <Link to={`/meetings/${meeting.id}/editions/${edition.number}`}>
                {standingInWords('approved', edition)}
              </Link>
              , made on {momentInWords(edition.madeAt)}
              {edition.maker && ` by ${edition.maker}`}
              {edition.reason && `. Corrected: ${edition.reason}`}
            </>
          ))}
        />
      )}
      {maySayWithheld && (
        <Text>
          <Link to="/meetings/editions">What the governors’ and the public edition leave out</Link>
        </Text>
      )}
    </Page>
  )
}

type SignProps = {
  meeting: Meeting
  edition: EditionRow
  told: Told
  form: Form<ProofFilled>
  answers: Answers
  purpose: string
  passkey: boolean
}

/** What is signed stands above the proof, so that it is read. */
export function SignMinutesPage({ meeting, edition, told, form, answers, purpose, passkey }: SignProps) {
  return (
    <Page
      title={`Sign the minutes: ${meeting.title}`}
      wrong={answers.errors.length > 0}
      up={{ href: `/meetings/${meeting.id}/minutes`, says: 'Minutes' }}
    >
      <Lead>You sign edition {edition.number} as a true record of the meeting.</Lead>
      <MinutesRead told={told} />
      <Inset>
        Digest of what you sign: <code>{edition.digest}</code>
      </Inset>
      <PressButton action={`/meetings/${meeting.id}/minutes/sign/code`} says="Send me a code" quiet />
      <FormFor form={form} answers={answers} submit="Sign the minutes">
        <ProofOptions purpose={purpose} passkey={passkey} />
      </FormFor>
    </Page>
  )
}

export type RedactionFilled = { withheld: number[] | null }

/** Kinds of part to leave out, by their place in the list. */
export const redactionForm = form<RedactionFilled>({
  withheld: optional(
    several(
      'What is left out',
      withholdable.map((kind, i) => [i + 1, partKinds[kind]]),
      { ask: 'Choose from the list', hint: 'What is confidential is left out always' },
    ),
  ),
})

export const kindsChosen = ({ withheld }: RedactionFilled): PartKind[] =>
  (withheld ?? []).flatMap((place) => withholdable[place - 1] ?? [])
export const placesOf = (kinds: PartKind[]) =>
  withholdable.flatMap((kind, i) => (kinds.includes(kind) ? [i + 1] : []))

export const RedactionPage = ({ audience, answers }: { audience: Audience; answers: Answers }) => (
  <FormPage
    form={redactionForm}
    answers={answers}
    title={`What an edition leaves out: ${audiences[audience].toLowerCase()}`}
    up={{ href: '/meetings/editions', says: 'What editions leave out' }}
    lead="This holds for every edition, those made before as well."
  />
)

export const RedactionsPage = ({ of }: { of: { audience: Audience; kinds: PartKind[] }[] }) => (
  <Page title="What editions of minutes leave out" up={{ href: '/meetings', says: 'Meetings' }}>
    <Lead>
      Approved minutes are given in full to heads and the office, and with something left out to others.
    </Lead>
    {of.map(({ audience, kinds }) => (
      <Facts
        facts={[
          {
            is: audiences[audience],
            says: `Without: ${['confidential items', ...kinds.map((kind) => partKinds[kind].toLowerCase())].join('; ')}`,
            change: {
              href: `/meetings/editions/${audience}`,
              what: `for ${audiences[audience].toLowerCase()}`,
            },
          },
        ]}
      />
    ))}
  </Page>
)
