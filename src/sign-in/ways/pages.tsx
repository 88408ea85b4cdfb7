import { momentInWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { PasskeyRow } from '../../proofs/queries.ts'
import type { ConnectionRow } from '../providers/queries.ts'
import type { SessionRow } from '../sessions/queries.ts'
import { deviceInWords } from '../sessions/rules.ts'

const sessions: Listing<SessionRow> = {
  caption: 'Where you are signed in',
  empty: 'You are signed in nowhere.',
  columns: [
    { title: 'Device', show: ({ userAgent }) => deviceInWords(userAgent) },
    { title: 'Since', show: ({ createdAt }) => momentInWords(createdAt) },
    { title: 'Until', show: ({ expiresAt }) => momentInWords(expiresAt) },
    {
      title: 'End it',
      show: ({ id, here, userAgent, createdAt }) =>
        here ? (
          <Tag says="This one" tone="good" />
        ) : (
          <PressButton
            action="/me/sign-in/sessions/end"
            name="session"
            value={id}
            says="End"
            about={`${deviceInWords(userAgent)}, since ${momentInWords(createdAt)}`}
            quiet
          />
        ),
    },
  ],
}

const passkeys: Listing<PasskeyRow> = {
  caption: 'Your passkeys',
  empty:
    'You have none yet. A passkey lets you sign in, and sign for your school, with your fingerprint, face or screen lock.',
  columns: [
    {
      title: 'Name',
      show: ({ id, name }) => <Link to={`/me/sign-in/passkeys/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Added', show: ({ madeAt }) => momentInWords(madeAt) },
    { title: 'Last used', show: ({ usedAt }) => (usedAt ? momentInWords(usedAt) : 'Not yet') },
  ],
}

export type Offered = { number: number; name: string; issuer: string }

const connections = (offered: Offered[]): Listing<ConnectionRow> => {
  const nameOf = (issuer: string) => offered.find((one) => one.issuer === issuer)?.name ?? issuer
  return {
    caption: 'Your accounts elsewhere',
    empty: 'None is connected yet.',
    columns: [
      { title: 'Where', show: ({ provider }) => nameOf(provider) },
      { title: 'Account', show: ({ address }) => address },
      { title: 'Connected', show: ({ madeAt }) => momentInWords(madeAt) },
      { title: 'Last used', show: ({ usedAt }) => (usedAt ? momentInWords(usedAt) : 'Not yet') },
      {
        title: 'Disconnect it',
        show: ({ id, provider, address }) => (
          <PressButton
            action={`/me/sign-in/connections/${id}/remove`}
            says="Disconnect"
            about={[nameOf(provider), address].filter(Boolean).join(', ')}
            quiet
          />
        ),
      },
    ],
  }
}

type WaysProps = {
  sessions: SessionRow[]
  passkeys: PasskeyRow[]
  connections: ConnectionRow[]
  offered: Offered[]
}

export function WaysPage(mine: WaysProps) {
  return (
    <Page title="How you sign in" up={{ href: '/me', says: 'Your page' }} wide>
      <Lead>A link to your work email address always works. A passkey is quicker, and harder to misuse.</Lead>
      <Section title="Passkeys">
        <Table of={passkeys} rows={mine.passkeys} hideCaption />
        <Deeds>
          <ButtonLink to="/me/sign-in/passkeys/new">Add a passkey</ButtonLink>
        </Deeds>
      </Section>
      {(mine.offered.length > 0 || mine.connections.length > 0) && <Elsewhere {...mine} />}
      <Section title="Where you are signed in">
        <Text>Ending a session signs that device out at once. We keep no record of where a device was.</Text>
        <Table of={sessions} rows={mine.sessions} hideCaption />
        {mine.sessions.length > 1 && (
          <Deeds>
            <PressButton action="/me/sign-in/sessions/end-others" says="End all others" warning />
          </Deeds>
        )}
      </Section>
    </Page>
  )
}

function Elsewhere({ connections: rows, offered }: WaysProps) {
  return (
    <Section title="Accounts elsewhere">
      <Text>An account that your school or employer gave you can sign you in here too.</Text>
      <Table of={connections(offered)} rows={rows} hideCaption />
      <Deeds>
        {offered.map(({ number, name }) => (
          <PressButton action={`/me/sign-in/connect/${number}`} says={`Connect ${name}`} quiet />
        ))}
      </Deeds>
    </Section>
  )
}
