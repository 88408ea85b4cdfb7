import { createHash, type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import { algorithm, ECDSA_WITH_SHA256, issuerOf, serialOf } from './certificate.ts'
import { first, integer, NotDer, octets, oid, type Piece, sequence, set, TAGS, tagged } from './der.ts'

const DATA = '1.2.840.113549.1.7.1'
const SIGNED_DATA = '1.2.840.113549.1.7.2'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const TIME_STAMP_TOKEN = '1.2.840.113549.1.9.16.2.14'
const SHA256 = '2.16.840.1.101.3.4.2.1'

const hashes: Record<string, string> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export const sha256 = (...pieces: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value))

/** What a signature signs: the digest of the file, and the certificate it is made under (ETSI EN 319 122-1). */
function signedAttributes(digest: Buffer, certificate: Buffer): Buffer {
  const issuer = sequence(sequence(tagged(4, issuerOf(certificate))), serialOf(certificate))
  const chosen = sequence(sequence(sequence(octets(sha256(certificate)), issuer)))
  return set(
    attribute(CONTENT_TYPE, oid(DATA)),
    attribute(MESSAGE_DIGEST, octets(digest)),
    attribute(SIGNING_CERTIFICATE_V2, chosen),
  )
}

/** What a signature is put together from. The authority's certificate comes with it, so that a reader has the chain. */
export type Parts = {
  digest: Buffer
  certificate: Buffer
  authority: Buffer
  signature: Buffer
  /** Of a time-stamping authority, over the signature. */
  token?: Buffer | undefined
}

/** The signature of a digest as CAdES wants it (PAdES B-B; with a token, B-T). There is one way only to write it. */
export function written({ digest, certificate, authority, signature, token }: Parts): Buffer {
  const signer = sequence(
    integer(Buffer.of(1)),
    sequence(issuerOf(certificate), serialOf(certificate)),
    algorithm(SHA256),
    tagged(0, first(signedAttributes(digest, certificate)).content),
    algorithm(ECDSA_WITH_SHA256),
    octets(signature),
    ...(token ? [tagged(1, attribute(TIME_STAMP_TOKEN, token))] : []),
  )
  const signed = sequence(
    integer(Buffer.of(1)),
    set(algorithm(SHA256)),
    sequence(oid(DATA)),
    tagged(0, certificate, authority),
    set(signer),
  )
  return sequence(oid(SIGNED_DATA), tagged(0, signed))
}

export const signatureOf = (digest: Buffer, certificate: Buffer, key: KeyObject): Buffer =>
  sign('sha256', signedAttributes(digest, certificate), key)

/** A signature as it was read, by whomever it may be. */
export type Read = {
  /** The content that is signed, where it is inside. */
  content: Buffer | undefined
  contentType: string
  /** Under which it says it was made. */
  certificate: Buffer
  certificates: Buffer[]
  signature: Buffer
  token: Buffer | undefined
  /** Of what is signed, and by which of the hashes. */
  digest: Buffer
  hash: string
  /** Whether the key of its certificate made it. */
  isGenuine: () => boolean
}

/** @throws NotDer when it is no signature, or by several at once, or of a kind unknown here. */
export function read(bytes: Buffer): Read {
  const outer = first(bytes).as(TAGS.sequence)
  if (outer.at(0).oid !== SIGNED_DATA) throw new NotDer()
  const [, , content, ...rest] = outer.at(1).at(0).as(TAGS.sequence).pieces
  const certificates = rest.find(({ tag }) => tag === 0xa0)?.pieces.map(({ whole }) => whole) ?? []
  const signers = rest.find(({ tag }) => tag === TAGS.set)?.pieces ?? []
  const [signer] = signers
  if (!content || !signer || signers.length !== 1) throw new NotDer()
  return { ...readContent(content), ...readSigner(signer, certificates), certificates }
}

function readContent(content: Piece) {
  const [type, inside] = content.pieces
  if (!type) throw new NotDer()
  return { contentType: type.oid, content: inside?.at(0).as(TAGS.octets).content }
}

function readSigner(signer: Piece, certificates: Buffer[]) {
  const [, who, digestAlgorithm, ...rest] = signer.pieces
  const attributes = rest.find(({ tag }) => tag === 0xa0)
  const signature = rest.find(({ tag }) => tag === TAGS.octets)?.content
  const unsigned = rest.find(({ tag }) => tag === 0xa1)
  const hash = hashes[digestAlgorithm?.at(0).oid ?? '']
  const certificate = who && certificates.find((one) => isOf(who, one))
  if (!attributes || !signature || !hash || !certificate) throw new NotDer()
  const token = unsigned && attributeIn(unsigned, TIME_STAMP_TOKEN)?.whole
  const digest = attributeIn(attributes, MESSAGE_DIGEST)?.as(TAGS.octets).content
  if (!digest) throw new NotDer()
  // It is signed as the set that it is, and kept under another tag.
  const told = set(...attributes.pieces.map(({ whole }) => whole))
  const isGenuine = () =>
    isNamedIn(attributes, certificate) &&
    verify(hash, told, new X509Certificate(certificate).publicKey, signature)
  return { certificate, signature, token, digest, hash, isGenuine }
}

/** Whether what was signed names this certificate, by its whole digest, as the one it is signed under. */
function isNamedIn(attributes: Piece, certificate: Buffer): boolean {
  const newer = attributeIn(attributes, SIGNING_CERTIFICATE_V2)?.at(0).at(0).pieces
  if (!newer) {
    const older = attributeIn(attributes, SIGNING_CERTIFICATE)?.at(0).at(0).at(0).content
    return older?.equals(createHash('sha1').update(certificate).digest()) === true
  }
  const named = newer[0]?.tag === TAGS.sequence ? hashes[newer[0].at(0).oid] : 'sha256'
  const digest = newer.find(({ tag }) => tag === TAGS.octets)?.content
  return named !== undefined && digest?.equals(createHash(named).update(certificate).digest()) === true
}

const isOf = (who: Piece, certificate: Buffer) =>
  who.at(0).whole.equals(issuerOf(certificate)) && who.at(1).whole.equals(serialOf(certificate))

const attributeIn = (attributes: Piece, type: string): Piece | undefined =>
  attributes.pieces
    .find((one) => one.at(0).oid === type)
    ?.at(1)
    .at(0)
