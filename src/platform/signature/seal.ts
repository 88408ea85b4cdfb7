import { createPrivateKey, sign, verify, X509Certificate } from 'node:crypto'
import type { Writer } from '../db.ts'
import { authorityIn, later, moment } from './authority.ts'
import { issuedIdentity } from './certificate.ts'
import { lock } from './locked.ts'

/** Who signs, in what capacity, and for which body. */
export type Signatory = { name: string; title: string; organisation: string }

/** What is kept of an act of signing: see `sealStands`. The key waits, locked, until the document is made. */
export type Sealed = { seal: Buffer; certificate: Buffer; sealedKey: Buffer }

export type Sealing = { act: (tx: Writer, signatory: Signatory, statement: string) => Promise<Sealed> }

/** The document is made within hours; where a school's other signatory is slow, within the life of a version. */
const YEARS = 5
/** Clocks differ, and nobody should see a certificate that begins in their future. */
const MINUTES_BEFORE = 5

/**
 * Sealing under the installation's secret. Each act has a key and a certificate of its own, made in the
 * transaction of the act, and seals the statement of what was signed.
 * @throws Refusal with what to do about it, where the alliance's key does not open under this secret.
 */
export const sealing = (secret: string): Sealing => ({
  async act(tx, signatory, statement) {
    const authority = await authorityIn(tx, secret)
    const now = await moment(tx)
    const from = new Date(now.getTime() - MINUTES_BEFORE * 60_000)
    const { certificate, key } = await issuedIdentity(
      signatory,
      { from, until: later(now, YEARS) },
      authority,
    )
    const opened = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
    const seal = sign('sha256', Buffer.from(statement), opened)
    return { seal, certificate, sealedKey: lock(secret, key, certificate) }
  },
})

/** Whether the seal was set on this very statement with the key of this certificate, and one of ours issued it. */
export function sealStands(
  { statement, seal, certificate }: { statement: string; seal: Buffer; certificate: Buffer | null },
  ours: Buffer[],
): boolean {
  try {
    if (!certificate || !issuerIn(certificate, ours)) return false
    return verify('sha256', Buffer.from(statement), new X509Certificate(certificate).publicKey, seal)
  } catch {
    return false
  }
}

/** The one of these authorities that issued the certificate. @throws Error when it is no certificate. */
export function issuerIn(certificate: Buffer, authorities: Buffer[]): Buffer | undefined {
  const issued = new X509Certificate(certificate)
  return authorities.find((one) => {
    const authority = new X509Certificate(one)
    return issued.checkIssued(authority) && issued.verify(authority.publicKey)
  })
}
