import type { Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'

/** Has the school's document made of all who have signed, once this transaction has been committed. */
export const askForDocument = (tx: Writer, versionId: number, membershipId: number) =>
  sendJob(tx, 'documents', { versionId, membershipId })
