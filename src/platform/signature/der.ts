/**
 * As much of ASN.1's DER as certificates and signatures need (decision 010). What is read may be anybody's: a
 * piece is looked into only when asked, each reading is bounded by the piece it is in, and nothing recurses.
 */

export const TAGS = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

function lengthOf(size: number): Buffer {
  if (size < 0x80) return Buffer.of(size)
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.of(0x80 | bytes.length, ...bytes)
}

const piece =
  (tag: number) =>
  (...content: Uint8Array[]): Buffer => {
    const inside = Buffer.concat(content)
    return Buffer.concat([Buffer.of(tag), lengthOf(inside.length), inside])
  }

export const sequence = piece(TAGS.sequence)
/** DER wants what stands in a set in the order of its bytes. */
export const set = (...content: Uint8Array[]) => piece(TAGS.set)(...content.sort(Buffer.compare))
export const octets = piece(TAGS.octets)
export const utf8 = (text: string) => piece(TAGS.utf8)(Buffer.from(text))
export const yes = () => Buffer.of(0x01, 0x01, 0xff)
/** A context-specific tag around other pieces, or instead of the tag of a primitive one. */
export const tagged = (number: number, ...content: Uint8Array[]) => piece(0xa0 | number)(...content)
export const taggedPlain = (number: number, content: Uint8Array) => piece(0x80 | number)(content)

/** A whole number that is not negative, from its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0)
  const shortest = from < 0 ? Buffer.of(0) : bytes.subarray(from)
  return piece(TAGS.integer)((shortest[0] ?? 0) & 0x80 ? Buffer.of(0) : Buffer.alloc(0), shortest)
}

export const bits = (bytes: Uint8Array, unused = 0) => piece(TAGS.bits)(Buffer.of(unused), bytes)

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const groups = [first * 40 + second, ...rest].map((number) => {
    const bytes = [number % 128]
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      bytes.unshift((left % 128) | 0x80)
    return Buffer.from(bytes)
  })
  return piece(TAGS.oid)(...groups)
}

/** RFC 5280, 4.1.2.5: in two digits of the year through 2049, in four from 2050 on; whole seconds. */
export function time(moment: Date): Buffer {
  const text = moment.toISOString().replace(/[-:T]|\.\d+/g, '')
  const short = moment.getUTCFullYear() < 2050
  return piece(short ? TAGS.utcTime : TAGS.generalizedTime)(Buffer.from(short ? text.slice(2) : text))
}

/** What was read is not DER, or not what it should be. */
export class NotDer extends Error {}

/** One piece of what is read. */
export class Piece {
  readonly tag: number
  readonly content: Buffer
  /** The piece as it stands, its tag and length included. */
  readonly whole: Buffer

  constructor(tag: number, whole: Buffer, content: Buffer) {
    this.tag = tag
    this.whole = whole
    this.content = content
  }

  /** @throws NotDer unless it has this tag. */
  as(tag: number): this {
    if (this.tag !== tag) throw new NotDer()
    return this
  }

  /** The pieces in it. @throws NotDer when it holds anything else. */
  get pieces(): Piece[] {
    const found: Piece[] = []
    for (let rest = this.content; rest.length > 0; ) {
      const next = first(rest)
      found.push(next)
      rest = rest.subarray(next.whole.length)
    }
    return found
  }

  /** @throws NotDer when there is no such piece. */
  at(index: number): Piece {
    const found = this.pieces[index]
    if (!found) throw new NotDer()
    return found
  }

  get oid(): string {
    const numbers: number[] = []
    let number = 0
    for (const byte of this.as(TAGS.oid).content) {
      number = number * 128 + (byte & 0x7f)
      if (byte & 0x80) continue
      numbers.push(number)
      number = 0
    }
    const [head = 0, ...rest] = numbers
    const root = Math.min(2, Math.floor(head / 40))
    return [root, head - root * 40, ...rest].join('.')
  }

  /** A moment, in either form. @throws NotDer when it is none. */
  get moment(): Date {
    const text = this.content.toString('latin1')
    const short = this.tag === TAGS.utcTime
    const full = short ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(full) ?? []
    const [year, month, date, hour, minute, second] = parts
    const moment = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`)
    if (Number.isNaN(moment.getTime())) throw new NotDer()
    return moment
  }
}

/** The piece that begins here. @throws NotDer when none does, or when its length is not DER's or lies. */
export function first(bytes: Buffer): Piece {
  const [tag, head] = [bytes[0], bytes[1]]
  // Tags of more than one byte occur in nothing that is read here.
  if (tag === undefined || head === undefined || (tag & 0x1f) === 0x1f) throw new NotDer()
  const more = head < 0x80 ? 0 : head & 0x7f
  if (head === 0x80 || more > 4 || bytes.length < 2 + more) throw new NotDer()
  const size = more === 0 ? head : bytes.readUIntBE(2, more)
  const end = 2 + more + size
  if (end > bytes.length) throw new NotDer()
  return new Piece(tag, bytes.subarray(0, end), bytes.subarray(2 + more, end))
}
