import { form, text } from '../../platform/form.ts'
import type { Ballot, OptionRow } from '../queries.ts'
import { choiceFields, type Filled } from '../votes/form.ts'
import type { MadePaper } from './signing.ts'

/** What a voting paper asks: the same as a vote by name, without a reason, by which one would be known. */
export const paperForm = (ballot: Ballot, options: OptionRow[], school: string) =>
  form<Filled>(choiceFields(ballot, options, `How ${school} votes`, `Select how ${school} votes`))

/** The same where nobody says for which school. */
export const boxForm = (ballot: Ballot, options: OptionRow[]) =>
  form<Filled>(choiceFields(ballot, options, 'How your school votes', 'Select how your school votes'))

export const receiptForm = form<{ receipt: string }>({
  receipt: text('Your receipt', {
    ask: 'Enter your receipt',
    hint: 'Four groups of five characters, like 7QK2M-04XRT-9ZC8P-HN6WE',
    max: 40,
    width: 20,
  }),
})

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const MOST = 1_000

/** Bytes that a form carries; nothing where they are none. */
export function bytesIn(data: FormData, name: string): Buffer | undefined {
  const value = data.get(name)
  return typeof value === 'string' && value !== '' && value.length <= MOST && BASE64.test(value)
    ? Buffer.from(value, 'base64')
    : undefined
}

/** A paper that the server made, as the form of its page carries it. */
export function madePaperIn(data: FormData): MadePaper | undefined {
  const [token, signature, key] = ['token', 'signature', 'key'].map((name) => bytesIn(data, name))
  return token && signature && key ? { token, signature, key } : undefined
}
