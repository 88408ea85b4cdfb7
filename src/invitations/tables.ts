import type { Generated, GeneratedAlways } from 'kysely'

export const replies = {
  ACCEPTED: 'Coming',
  TENTATIVE: 'Perhaps',
  DECLINED: 'Not coming',
} as const
export type Reply = keyof typeof replies

declare module '../platform/db.ts' {
  interface Tables {
    invitations: {
      id: GeneratedAlways<number>
      meetingId: number
      personId: number
      /** Whoever was left out or taken off stays, so that their calendar can be told. */
      wanted: Generated<boolean>
      /** The last that was sent, to which address, and what it said of the meeting; null as long as none was. */
      uid: string | null
      sequence: number | null
      method: 'REQUEST' | 'CANCEL' | null
      address: string | null
      said: string | null
      sentAt: Date | null
      reply: Reply | null
      /** To which sending it answers, and when their calendar made it (RFC 5546, 2.1.5). */
      replySequence: number | null
      replyStamp: Date | null
      repliedAt: Date | null
      version: Generated<number>
    }
    receivedMails: {
      id: GeneratedAlways<number>
      messageId: string
      sender: string
      receivedAt: Generated<Date>
      outcome: string
    }
  }
}
