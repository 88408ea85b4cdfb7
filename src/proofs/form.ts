import { type Field, oneTimeCode, optional, text } from '../platform/form.ts'

/** What was given as proof: one of the two. */
export type ProofFilled = { code: string | null; answer: string | null }

const code = optional(
  oneTimeCode('Code', {
    ask: '',
    hint: 'The 6 digits from the mail we sent you. They work once, for 10 minutes.',
  }),
)

/** Questions for the form of whatever is to be proven; put them last in it. */
export const proofFields: { [Name in keyof ProofFilled]: Field<ProofFilled[Name]> } = {
  code: { ...code, label: 'Code' },
  answer: { ...optional(text('Passkey', { ask: '', max: 8000 })), widget: { kind: 'hidden' } },
}
