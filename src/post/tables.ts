/** What becomes of a mail, in the order in which it does; the outbox itself is the platform's. */
export const mailStates = {
  waiting: 'Waiting to go',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Could not be sent',
} as const
export type MailState = keyof typeof mailStates
