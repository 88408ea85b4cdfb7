import { authorities, keyOpens } from '../platform/signature/authority.ts'
import { fingerprint, pem } from '../platform/signature/certificate.ts'
import { renewAuthority } from '../signatures/documents/actions.ts'
import { keysKept } from '../signatures/documents/queries.ts'
import { dropLostKeys } from '../support/agreements/make.ts'
import { withRecords } from './records.ts'
import { Faulty, say } from './said.ts'

const NONE = 'There is no signing authority yet: it is made when somebody signs for the first time.'

/** Tells what the alliance signs with, and whether this installation can. */
export const tellSigning = () =>
  withRecords(async ({ by: { totals }, settings: { secret } }) => {
    const [present, ...former] = await authorities(totals)
    if (!present) return say(NONE)
    say(`Fingerprint (SHA-256): ${fingerprint(present.certificate)}`, `Made: ${present.madeAt.toISOString()}`)
    for (const { certificate, endedAt } of former)
      say(`Former, until ${endedAt?.toISOString()}: ${fingerprint(certificate)}`)
    say(`Keys of signatories kept until their document is complete: ${await keysKept(totals)}`)
    if (!(await keyOpens(totals, secret)))
      throw new Faulty(
        'Its key does not open under this SECRET, so nobody can sign. Put back the SECRET it was made under, or begin another: signing renew.',
      )
    return say('Its key opens under this SECRET.', pem(present.certificate).trim())
  })

/** Begins another authority; what was signed under the former one goes on being known. */
export const renewSigning = () =>
  withRecords(async ({ by, settings: { secret } }) => {
    const lost = (await renewAuthority(by, secret)) + (await dropLostKeys(by, secret))
    const [present] = await authorities(by.totals)
    if (present) say(`Fingerprint (SHA-256): ${fingerprint(present.certificate)}`)
    if (lost > 0)
      say(
        `${lost} ${lost === 1 ? 'key' : 'keys'} of signatories did not open any more and went: those acts stand by their seals.`,
      )
  })
