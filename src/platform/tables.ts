import type { Generated, GeneratedAlways } from 'kysely'

type AuditLine = {
  seq: GeneratedAlways<number>
  at: GeneratedAlways<Date>
  who: string
  did: string
  subject: string
  details: string
  previous: GeneratedAlways<string>
  hash: GeneratedAlways<string>
}

export const importStates = {
  waiting: 'Waiting to be checked',
  checking: 'Being checked',
  faulty: 'Has faults',
  checked: 'Ready to bring in',
  applying: 'Being brought in',
  applied: 'Brought in',
  undone: 'Undone',
  failed: 'Stopped by a problem',
} as const
export type ImportState = keyof typeof importStates

export type Import = {
  id: GeneratedAlways<number>
  kind: 'year' | 'people' | 'register'
  source: string
  digest: string
  state: ImportState
  progress: string | null
  result: Generated<unknown>
  startedBy: number | null
  startedAt: Generated<Date>
  finishedAt: Date | null
}

declare module './db.ts' {
  interface Tables {
    alliance: {
      only: Generated<boolean>
      name: string
      shortName: string
      demonstration: Generated<boolean>
      version: Generated<number>
    }
    auditLog: AuditLine
    imports: Import
    uploads: { id: GeneratedAlways<number>; importId: number; name: string; content: Buffer }
    revisions: {
      id: GeneratedAlways<number>
      tableName: string
      rowId: number
      version: number
      before: unknown
      importId: number | null
      changedBy: number | null
      changedAt: Generated<Date>
    }
    formKeys: { key: string; bodyDigest: string; location: string; at: Generated<Date> }
    mails: {
      id: GeneratedAlways<number>
      messageId: string
      recipient: string
      subject: string
      body: string
      state: Generated<'waiting' | 'sending' | 'sent' | 'failed'>
      attempts: Generated<number>
      unsure: Generated<boolean>
      lastError: string | null
      queuedAt: Generated<Date>
      sentAt: Date | null
      stopLink: string | null
      calendar: string | null
      calendarMethod: string | null
    }
    /** What a mail brings along; it goes when its mail is forgotten. */
    mailAttachments: {
      id: GeneratedAlways<number>
      mailId: number
      name: string
      type: string
      content: Buffer
    }
    rateLimits: { key: string; count: number; resetsAt: Date }
  }
}
