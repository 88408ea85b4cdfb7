import { momentInWords } from '../../platform/day.ts'
import { type Answers, form, oneTimeCode, optional, text } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Deeds, Facts, Inset, Lead, Section, Text } from '../../platform/parts.tsx'
import { PasskeyMade } from '../../platform/passkey-button.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import type { PasskeyRow } from '../../proofs/queries.ts'
import type { PasskeyFilled } from './actions.ts'

const up = { href: '/me/sign-in', says: 'How you sign in' }

const name = text('What to call it', {
  ask: 'Enter a name by which you will know it again',
  hint: 'For example: my phone, or the office laptop.',
  max: 60,
})

export const newPasskeyForm = form<PasskeyFilled>({
  name,
  code: oneTimeCode('Code', {
    ask: 'Enter the code from the mail',
    hint: 'The 6 digits from the mail we sent you. They work once, for 10 minutes.',
  }),
  answer: {
    ...text('Passkey', {
      ask: 'Your browser made no passkey. It must be one that knows passkeys and runs scripts',
      max: 8000,
    }),
    widget: { kind: 'hidden' },
  },
})

export function NewPasskeyPage({ answers, sent }: { answers: Answers; sent: boolean }) {
  return (
    <Page title="Add a passkey" up={up} wrong={answers.errors.length > 0}>
      <Lead>
        A passkey lets you sign in, and sign for your school, with the fingerprint, face or screen lock of
        your own device. Nothing that could be stolen from us or typed into a false page is kept.
      </Lead>
      <Section title="First, a code">
        <Text>
          So that nobody adds one on a device you left open, we send a code to your work email address.
        </Text>
        <PressButton
          action="/me/sign-in/passkeys/code"
          says={sent ? 'Send me another code' : 'Send me a code'}
          quiet={sent}
        />
      </Section>
      <Section title="Then, the passkey">
        <FormFor form={newPasskeyForm} answers={answers} submit="Add a passkey">
          <PasskeyMade asks="/me/sign-in/passkeys/options" />
        </FormFor>
      </Section>
    </Page>
  )
}

export const passkeyForm = form<{ name: string }>({ name })

export function PasskeyPage({ passkey, answers }: { passkey: PasskeyRow; answers: Answers }) {
  const { id, name, madeAt, usedAt, backedUp } = passkey
  return (
    <Page title={`Passkey: ${name}`} up={up} wrong={answers.errors.length > 0}>
      <Facts
        facts={[
          { is: 'Added', says: momentInWords(madeAt) },
          { is: 'Last used', says: usedAt ? momentInWords(usedAt) : 'Not yet' },
          {
            is: 'Where it is',
            says: backedUp ? 'Kept by your account with its maker, on all your devices' : 'On one device',
          },
        ]}
      />
      <FormFor form={passkeyForm} answers={answers} submit="Save" />
      <Section title="Remove it">
        <Inset>
          Do this when you lose the device, or give it away. It opens nothing any more from that moment; you
          can still sign in by a link.
        </Inset>
        <Deeds>
          <PressButton action={`/me/sign-in/passkeys/${id}/remove`} says="Remove this passkey" warning />
        </Deeds>
      </Section>
    </Page>
  )
}

/** What a passkey said to a visitor, and where they were going. */
export const shownForm = form<{ answer: string; next: string | null }>({
  answer: { ...text('Passkey', { ask: 'Choose your passkey first', max: 8000 }), widget: { kind: 'hidden' } },
  next: { ...optional(text('Next', { ask: '', max: 2000 })), widget: { kind: 'hidden' } },
})
