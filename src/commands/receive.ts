import type { Readable } from 'node:stream'
import { receive } from '../invitations/receive.ts'
import { LARGEST_MAIL } from '../platform/calendar-reply.ts'
import { clock } from '../platform/clock.ts'
import { WrongSetting } from '../platform/settings.ts'
import { withRecords } from './records.ts'
import { say } from './said.ts'

/** What tells a mail server to keep the mail and hand it over again later (sysexits.h). */
const TRY_AGAIN = 75

/** Takes one mail. A mail server must not return to its sender what we could not use, so that is no failure. */
export async function receiveMail(from: Readable) {
  const raw = await beginningOf(from)
  try {
    say(await withRecords(({ database, settings }) => receive({ database, clock, settings }, raw)))
  } catch (error) {
    if (error instanceof WrongSetting) throw error
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = TRY_AGAIN
  }
}

/** All of it, or one byte more than is opened: then it is known to be too large. The rest is read and let go. */
async function beginningOf(from: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of from as AsyncIterable<Buffer>) {
    if (length <= LARGEST_MAIL) parts.push(part)
    length += part.length
  }
  return Buffer.concat(parts).subarray(0, LARGEST_MAIL + 1)
}
