import { type Answers, email, form, optional, text } from '../platform/form.ts'
import { MailedHere, Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Inset, Lead, Link, Section, Text } from '../platform/parts.tsx'
import { PasskeyForm } from '../platform/passkey-button.tsx'
import { FormFor, PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { roles } from '../platform/who.ts'
import type { Example } from './queries.ts'

export const signInForm = form({
  email: email('Your work email address', {
    ask: 'Enter your work email address',
    hint: 'We send you a link that signs you in. There is no password.',
  }),
})

type SignInProps = {
  answers: Answers
  demonstration: boolean
  /** Providers by the number of their settings. */
  offered: { number: number; name: string }[]
  next: string
}

export function SignInPage({ answers, demonstration, offered, next }: SignInProps) {
  return (
    <Page title="Sign in" wrong={answers.errors.length > 0}>
      {demonstration && (
        <Inset>
          In this demonstration you can <Link to="/sign-in/as">choose a person to sign in as</Link>.
        </Inset>
      )}
      <FormFor form={signInForm} answers={answers} submit="Send me a link" />
      <Text>If you have changed school or post, the alliance office can put your details right.</Text>
      <PasskeyForm
        action="/sign-in/passkey"
        asks="/sign-in/passkey/options"
        says="Sign in with a passkey"
        keeps={{ next }}
      />
      {offered.length > 0 && (
        <Section title="With an account you have">
          <Deeds>
            {offered.map(({ number, name }) => (
              <ButtonLink to={`/sign-in/with/${number}?next=${encodeURIComponent(next)}`} kind="secondary">
                {name}
              </ButtonLink>
            ))}
          </Deeds>
        </Section>
      )}
    </Page>
  )
}

/** The same words whoever asked, so that nobody learns whose address is known here. */
export function LinkSentPage() {
  return (
    <Page title="Check your email">
      <Lead>If that address belongs to somebody in the alliance, a link to sign in is on its way to it.</Lead>
      <Text>
        It works once, and for 15 minutes. If nothing comes, look in your junk mail, or ask the alliance
        office which address it holds.
      </Text>
      <MailedHere />
    </Page>
  )
}

export const linkForm = form({
  token: {
    ...text('Link', { ask: 'This link is not complete. Open it again from the email' }),
    widget: { kind: 'hidden' },
  },
  next: { ...optional(text('Next', { ask: '', max: 2000 })), widget: { kind: 'hidden' } },
})

/** A button rather than the link itself signs in, because mail filters open every link before people do. */
export function UseLinkPage({ answers }: { answers: Answers }) {
  const wrong = answers.errors.length > 0
  return (
    <Page title={wrong ? 'This link no longer works' : 'Sign in to Endeavour'} wrong={wrong}>
      {wrong ? (
        <>
          <Text>{answers.errors[0]?.message}</Text>
          <Deeds>
            <ButtonLink to="/sign-in">Ask for a new link</ButtonLink>
          </Deeds>
        </>
      ) : (
        <FormFor form={linkForm} answers={answers} submit="Sign in" />
      )}
    </Page>
  )
}

const people: Listing<Example> = {
  caption: 'People of the demonstration',
  empty: 'Nobody holds a post today.',
  columns: [
    { title: 'Name', show: ({ name }) => name },
    { title: 'Who they are', show: ({ role }) => roles[role] },
    { title: 'Where', show: ({ place }) => place },
    {
      title: 'Sign in',
      show: ({ id, name }) => (
        <PressButton action="/sign-in/as" name="person" value={String(id)} says="Sign in" as={name} />
      ),
    },
  ],
}

export function ExamplesPage({ rows }: { rows: Example[] }) {
  return (
    <Page title="Choose who to be" up={{ href: '/sign-in', says: 'Sign in' }}>
      <Lead>Each sees the alliance with their own rights. You can sign out and choose another.</Lead>
      <Section title="People">
        <Table of={people} rows={rows} hideCaption />
      </Section>
    </Page>
  )
}
