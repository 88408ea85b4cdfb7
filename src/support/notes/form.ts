import { form, longText, optional, text } from '../../platform/form.ts'
import type { Kind } from '../deployments/tables.ts'

export type NoteFilled = { done: string; met: string | null; next: string | null }

const nextLabel: Record<Kind, string> = {
  support: 'What was agreed for next time',
  coaching: 'What will be tried before next time',
}

export const nextOf = (kind: Kind) => nextLabel[kind]

/** Three questions, of which one must be answered: two minutes, standing. */
export const noteForm = (kind: Kind) =>
  form<NoteFilled>({
    done: longText('What was done', {
      ask: 'Enter what was done, in a sentence or two',
      hint: 'Two or three sentences are enough. Name no pupil, and nobody’s lesson.',
      rows: 4,
      max: 4_000,
    }),
    met: optional(
      text('Who you met', { ask: '', hint: 'Like: the head of maths and two new teachers', max: 300 }),
    ),
    next: optional(longText(nextLabel[kind], { ask: '', rows: 3, max: 2_000 })),
  })
