import { createHash, generateKeyPair, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import {
  bits,
  first,
  integer,
  octets,
  oid,
  sequence,
  set,
  tagged,
  taggedPlain,
  time,
  utf8,
  yes,
} from './der.ts'

/** Whom a certificate names. The authority has no title. */
export type Subject = { name: string; title?: string; organisation: string }
export type Spell = { from: Date; until: Date }
/** A certificate (DER) and its private key (PKCS #8). */
export type Identity = { certificate: Buffer; key: Buffer }

const COMMON_NAME = '2.5.4.3'
const TITLE = '2.5.4.12'
const ORGANISATION = '2.5.4.10'
const KEY_IDENTIFIER = '2.5.29.14'
const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
const ISSUER_KEY_IDENTIFIER = '2.5.29.35'
export const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'

/** digitalSignature and nonRepudiation; keyCertSign and cRLSign (RFC 5280, 4.2.1.3). */
const signs = bits(Buffer.of(0b1100_0000), 6)
const issues = bits(Buffer.of(0b0000_0110), 1)

const version3 = tagged(0, integer(Buffer.of(2)))
export const algorithm = (name: string) => sequence(oid(name))

/** An authority: it signs its own certificate and issues others, none of which may issue any. */
export async function authorityIdentity(subject: Subject, spell: Spell): Promise<Identity> {
  const pair = await newPair()
  const extensions = [
    extension(BASIC_CONSTRAINTS, sequence(yes(), integer(Buffer.of(0))), 'critical'),
    extension(KEY_USAGE, issues, 'critical'),
    extension(KEY_IDENTIFIER, octets(identifierOf(pair.publicKey))),
  ]
  const name = nameOf(subject)
  return signed(pair, pair.privateKey, [name, spellOf(spell), name], extensions)
}

/** A certificate for somebody who signs, issued by the authority. It never outlives the authority's own. */
export async function issuedIdentity(
  subject: Subject,
  { from, until }: Spell,
  issuer: { certificate: Buffer; key: KeyObject },
): Promise<Identity> {
  const pair = await newPair()
  const above = new X509Certificate(issuer.certificate)
  const ends = new Date(above.validTo)
  const extensions = [
    extension(BASIC_CONSTRAINTS, sequence(), 'critical'),
    extension(KEY_USAGE, signs, 'critical'),
    extension(KEY_IDENTIFIER, octets(identifierOf(pair.publicKey))),
    extension(ISSUER_KEY_IDENTIFIER, sequence(taggedPlain(0, identifierOf(publicDer(above))))),
  ]
  const spell = spellOf({ from, until: ends < until ? ends : until })
  return signed(pair, issuer.key, [subjectOf(issuer.certificate), spell, nameOf(subject)], extensions)
}

type Pair = { publicKey: Buffer; privateKey: Buffer }

const newPair = (): Promise<Pair> =>
  promisify(generateKeyPair)('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })

type Names = [issuer: Buffer, spell: Buffer, subject: Buffer]

function signed(
  pair: Pair,
  by: KeyObject | Buffer,
  [issuer, spell, subject]: Names,
  extensions: Buffer[],
): Identity {
  const how = algorithm(ECDSA_WITH_SHA256)
  const serial = integer(serialNumber())
  const told = sequence(
    ...[version3, serial, how, issuer, spell, subject, pair.publicKey],
    tagged(3, sequence(...extensions)),
  )
  const key = Buffer.isBuffer(by) ? ({ key: by, format: 'der', type: 'pkcs8' } as const) : by
  return { certificate: sequence(told, how, bits(sign('sha256', told, key))), key: pair.privateKey }
}

/** Positive and never short, as RFC 5280 (4.1.2.2) wants it. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

const attribute = (type: string, value: string) => set(sequence(oid(type), utf8(value)))
const nameOf = ({ name, title, organisation }: Subject) =>
  sequence(
    attribute(ORGANISATION, organisation),
    ...(title ? [attribute(TITLE, title)] : []),
    attribute(COMMON_NAME, name),
  )

const spellOf = ({ from, until }: Spell) => sequence(time(from), time(until))

const extension = (name: string, value: Buffer, critical?: 'critical') =>
  sequence(oid(name), ...(critical ? [yes()] : []), octets(value))

const publicDer = (certificate: X509Certificate): Buffer =>
  certificate.publicKey.export({ type: 'spki', format: 'der' })

/** RFC 5280, 4.2.1.2: the SHA-1 of the public key's bits; a name for it, not a protection. */
function identifierOf(publicKey: Buffer): Buffer {
  const key = first(publicKey).at(1).content.subarray(1)
  return createHash('sha1').update(key).digest()
}

/** What a certificate says before its extensions, after the version: serial number, algorithm, issuer, spell, subject. */
const told = (certificate: Buffer) => first(certificate).at(0).pieces.slice(1)

/** The names in a certificate as they stand in it. */
export const subjectOf = (certificate: Buffer): Buffer => whole(told(certificate)[4])
export const issuerOf = (certificate: Buffer): Buffer => whole(told(certificate)[2])
export const serialOf = (certificate: Buffer): Buffer => whole(told(certificate)[0])
const whole = (piece: { whole: Buffer } | undefined) => piece?.whole ?? Buffer.alloc(0)

/** Whom a certificate names, in words. */
export const namedIn = (certificate: Buffer) => inWords(subjectOf(certificate))
export const issuerNamedIn = (certificate: Buffer) => inWords(issuerOf(certificate))

function inWords(name: Buffer): Subject {
  const said = new Map(
    first(name).pieces.flatMap((group) =>
      group.pieces.map((pair) => [pair.at(0).oid, pair.at(1).content.toString('utf8')] as const),
    ),
  )
  const title = said.get(TITLE)
  return {
    name: said.get(COMMON_NAME) ?? '',
    organisation: said.get(ORGANISATION) ?? '',
    ...(title ? { title } : {}),
  }
}

/** How people compare certificates: the SHA-256 of the whole, in pairs of hexadecimal digits. */
export const fingerprint = (certificate: Uint8Array) => new X509Certificate(certificate).fingerprint256

export const pem = (certificate: Uint8Array) => new X509Certificate(certificate).toString()
