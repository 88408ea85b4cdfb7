import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { proofWords } from '../src/ballots/secret/paper.ts'
import { digestOfKey } from '../src/ballots/secret/signing.ts'

const suite = RSABSSA.SHA384.PSS.Randomized()

/** A voting paper on a voter’s own device, before it is signed. */
export type Covered = { token: Buffer; blinded: Buffer; inverse: Uint8Array; key: KeyObject }

const imported = (publicKey: Buffer) =>
  crypto.subtle.importKey('spki', new Uint8Array(publicKey), { name: 'RSA-PSS', hash: 'SHA-384' }, true, [
    'verify',
  ])

/** What a browser does: makes a paper and covers it. */
export async function coveredPaper(publicKey: Buffer): Promise<Covered> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const token = suite.prepare(new Uint8Array(point))
  const { blindedMsg, inv } = await suite.blind(await imported(publicKey), token)
  return { token: Buffer.from(token), blinded: Buffer.from(blindedMsg), inverse: inv, key: pair.privateKey }
}

/** Takes the cover off what was signed. @throws where the signature does not belong to the key. */
export async function uncovered(publicKey: Buffer, paper: Covered, signed: Buffer): Promise<Buffer> {
  const key = await imported(publicKey)
  const { token, inverse } = paper
  return Buffer.from(await suite.finalize(key, new Uint8Array(token), new Uint8Array(signed), inverse))
}

/** That whoever holds the paper chose this. */
export const proven = ({ key }: Covered, publicKey: Buffer, ballot: number, choice: string): Buffer =>
  sign('sha256', Buffer.from(proofWords(ballot, digestOfKey(publicKey), choice)), {
    key,
    dsaEncoding: 'ieee-p1363',
  })
