/** What is said of a clause before signing it: something to be made clear, or that it is signed with a caveat. */
export const questionKinds = { question: 'Question', reservation: 'Reservation' } as const
export type QuestionKind = keyof typeof questionKinds
