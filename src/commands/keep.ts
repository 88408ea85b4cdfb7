import { exportAudit, verifyAudit } from '../platform/audit.ts'
import { backUp } from '../platform/backup.ts'
import { restore } from '../platform/restore.ts'
import { withRecords } from './records.ts'
import { Faulty, inFolder, say } from './said.ts'

export const backup = (given: string) =>
  withRecords(async ({ address }) => {
    const file = inFolder(given)
    const { alliance, tables, rows, sha256 } = await backUp(address, file)
    say(
      `Backed up ${alliance || 'an alliance without a name'}: ${tables} tables, ${rows} rows`,
      `${sha256}  ${file}`,
    )
  })

export const putBack = (given: string) =>
  withRecords(
    async ({ address }) => {
      const { alliance, tables, rows, brokenChain } = await restore(address, inFolder(given))
      say(
        `Restored ${alliance || 'an alliance without a name'}: ${tables} tables, ${rows} rows. Everybody signs in again.`,
      )
      if (brokenChain)
        throw new Faulty(
          `It was restored as it was, but its audit log had been changed before: ${brokenChain}`,
        )
    },
    { migrated: false },
  )

export const exportLog = (given: string) =>
  withRecords(async ({ database }) => {
    const file = inFolder(given)
    const { lines, head } = await exportAudit(database.pool, file)
    say(`Wrote ${lines} lines to ${file}`, `Head: ${head}`)
  })

export async function verifyLog(given: string, { head }: { head?: string }) {
  const verified = await verifyAudit(inFolder(given), head)
  say(`All ${verified.lines} lines are as they were sealed.`, `Head: ${verified.head}`)
}
