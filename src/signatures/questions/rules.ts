import { type Day, inWords } from '../../platform/day.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { maySeeSigning } from '../rules.ts'
import type { QuestionKind } from './tables.ts'

/** Members of the alliance see what was asked of a clause and what was answered; partners see what is public. */
export const maySeeQuestions = (who: Who) => who.held.some(({ role }) => role !== 'partner')

/** The office answers for the heads. */
export const mayAnswer = (who: Who) => isOffice(who)

/** Members know the school; who of it asked is for that school and the office. */
export const maySeeAsker = maySeeSigning

type Question = { personId: number; kind: QuestionKind; answer: string | null; signedOn: Day | null }

/**
 * Whoever asked may put their words right until they are answered. A reservation is a fact beside the signature:
 * once they have signed it stays as it was.
 */
export const mayCorrect = (who: Who, { personId, kind, answer, signedOn }: Question) =>
  who.personId === personId && answer === null && (kind === 'question' || signedOn === null)

export const mayTakeAsRead = (
  who: Who,
  { personId, answer, readAt }: Pick<Question, 'personId' | 'answer'> & { readAt: Date | null },
) => who.personId === personId && answer !== null && readAt === null

/** Why a reservation comes too late, in a sentence; null when it does not. A question may be asked at any time. */
export const reservationRefusal = (kind: QuestionKind, signedOn: Day | null): string | null =>
  kind === 'reservation' && signedOn !== null
    ? `You signed on ${inWords(signedOn)}, and a reservation is made before signing: ask a question instead`
    : null

type Reserved = { number: string; words: string }

/** Reservations as the signed document and the register say them: “Clause 21, with the reservation: …”. */
export const reservationInWords = ({ number, words }: Reserved) =>
  `Clause ${number}, with the reservation: ${words}`

const SHORT = 160
/** The beginning of what was asked, for a line of a list. */
export const inBrief = (words: string) =>
  words.length > SHORT ? `${words.slice(0, words.lastIndexOf(' ', SHORT))}…` : words
