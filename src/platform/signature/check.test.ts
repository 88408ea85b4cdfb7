import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { chen, hannah, issuers, page, signatory, signedByBoth } from '../../../test/signatories.ts'
import { world } from '../../../test/world.ts'
import { checkPdf, type State } from './check.ts'
import { first, NotDer, type Piece } from './der.ts'
import { signaturesIn } from './found.ts'
import { setSignature } from './set.ts'

let file: Buffer
let ours: Buffer[]
/** Signed under the authority of another alliance of the same name. */
let theirs: Buffer
before(async () => {
  const [w, elsewhere] = [await world(), await world()]
  file = await signedByBoth(w)
  ours = await issuers(w)
  theirs = await setSignature(await page(), await signatory(elsewhere, hannah))
})

const states = (given: Buffer): State[] => {
  const checked = checkPdf(given, ours)
  return 'unreadable' in checked ? [] : checked.signatures.map(({ state }) => state)
}
const isWhole = (given: Buffer) => {
  const checked = checkPdf(given, ours)
  return !('unreadable' in checked) && checked.whole
}
const replaced = (from: number, text: string) => {
  const altered = Buffer.from(file)
  altered.write(text, from, 'latin1')
  return altered
}

test('what two people signed is whole, and says who they are', () => {
  const checked = checkPdf(file, ours)
  assert.ok('whole' in checked && checked.whole && checked.after === 0)
  assert.deepEqual(
    checked.signatures.map(({ told }) => told?.signatory),
    [hannah, chen],
  )
})

test('no bit of the file can be turned without its showing', () => {
  const altered = fc.tuple(fc.nat(file.length - 1), fc.nat(7))
  const inGap = signaturesIn(file).flatMap(({ gapFrom, gapTo }) => [
    gapFrom,
    gapFrom + 1,
    gapTo - 2,
    gapTo - 1,
  ])
  const turned = ([at, bit]: [number, number]) => {
    const other = Buffer.from(file)
    other[at] = (other[at] ?? 0) ^ (1 << bit)
    assert.ok(!isWhole(other), `bit ${bit} of byte ${at}`)
  }
  for (const at of inGap) for (let bit = 0; bit < 8; bit += 1) turned([at, bit])
  fc.assert(fc.property(altered, turned), { numRuns: 300 })
})

test('no part of the file can be left out or added without its showing', () => {
  const pieces = fc.tuple(fc.nat(file.length), fc.nat(200), fc.uint8Array({ maxLength: 50 }))
  fc.assert(
    fc.property(pieces, ([at, without, added]) => {
      const other = Buffer.concat([file.subarray(0, at), added, file.subarray(at + without)])
      assert.equal(isWhole(other), other.equals(file))
    }),
    { numRuns: 300 },
  )
})

describe('what became of a document is told apart', () => {
  const [FIRST, SECOND] = [0, 1]
  const place = (index: number) => {
    const found = signaturesIn(file)[index]
    assert.ok(found)
    return found
  }
  const cases: [string, () => Buffer, State[], after?: number][] = [
    ['a word changed', () => replaced(600, 'changed'), ['changed', 'changed']],
    ['after the first signature', () => replaced(place(FIRST).until + 20, '%'), ['whole', 'changed']],
    ['something added', () => Buffer.concat([file, Buffer.from('\n%more')]), ['whole', 'whole'], 6],
    ['the second signature taken out', () => file.subarray(0, place(FIRST).until), ['whole']],
    ['cut short by a byte', () => file.subarray(0, -1), ['whole', 'cut short']],
    [
      'a signature of zeros',
      () => replaced(place(SECOND).gapFrom + 1, '0'.repeat(3000)),
      ['whole', 'damaged'],
    ],
    ['its padding', () => replaced(place(SECOND).gapTo - 9, 'f'), ['whole', 'damaged']],
    [
      'digits in capitals',
      () => replaced(place(SECOND).gapFrom + 1, place(SECOND).contents.toString('latin1').toUpperCase()),
      ['whole', 'damaged'],
    ],
    ['issued by an authority that only bears its name', () => theirs, ['forged']],
  ]
  for (const [name, altered, expected, after = 0] of cases)
    test(name, () => {
      const checked = checkPdf(altered(), ours)
      assert.ok(!('unreadable' in checked))
      assert.deepEqual(
        checked.signatures.map(({ state }) => state),
        expected,
      )
      assert.equal(checked.after, after)
    })

  test('a signature under a certificate that nobody here knows is not ours', () => {
    assert.deepEqual(
      signaturesIn(theirs).map(() => checkPdf(theirs, [])),
      [checkPdf(theirs, [])],
    )
    const checked = checkPdf(theirs, [])
    assert.ok(!('unreadable' in checked) && checked.signatures[0]?.state === 'not ours' && !checked.whole)
  })

  test('a part of one signature in another’s place signs nothing', () => {
    const [one, two] = [place(FIRST), place(SECOND)]
    const moved = replaced(two.gapFrom + 1, one.contents.toString('latin1'))
    assert.deepEqual(states(moved), ['whole', 'changed'])
  })
})

const MEGABYTES = 1024 * 1024
const range = (numbers: string, contents = '<00>') =>
  Buffer.from(`%PDF-1.7\n/ByteRange [${numbers}] /Contents ${contents}`)

describe('a file of any kind gets an answer, soon', () => {
  const hostile: [string, () => Buffer, string | State[]][] = [
    ['nothing', () => Buffer.alloc(0), 'empty'],
    ['a text', () => Buffer.from('Dear head'), 'not a PDF'],
    ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'not a PDF'],
    ['an archive', () => Buffer.from('PK\u0003\u0004'), 'not a PDF'],
    ['zeros', () => Buffer.alloc(10 * MEGABYTES), 'not a PDF'],
    ['a PDF without a signature', () => Buffer.from('%PDF-1.7\n%%EOF'), 'unsigned'],
    ['a PDF under a password', () => Buffer.from('%PDF-1.7\n/Encrypt 5 0 R'), 'encrypted'],
    [
      'a PDF with an XML entity in it',
      () => Buffer.from('%PDF-1.7\n<!ENTITY a SYSTEM "file:///etc/passwd">&a;'),
      'unsigned',
    ],
    ['the half of a mark', () => Buffer.from('%PDF-1.7\n/ByteRange'), 'unsigned'],
    ['a range without numbers', () => range('a b c d'), 'unsigned'],
    ['a range of too few', () => range('0 10 20'), 'unsigned'],
    ['a range beyond the file', () => range('0 9 4000000000 9999999999'), 'unsigned'],
    ['a range of huge numbers', () => range('0 99999999999999999999 1 1'), 'unsigned'],
    ['a range backwards', () => range('0 30 10 5'), 'unsigned'],
    ['a range of nothing', () => range('0 0 0 0'), 'unsigned'],
    ['a range not from the start', () => range('5 40 44 3'), 'unsigned'],
    ['a negative range', () => range('0 -1 5 5'), 'unsigned'],
    ['a signature of nothing', () => placedIn('<>  '), 'unsigned'],
    ['a signature that is none', () => placedIn('<30820fff>'), ['damaged']],
    ['a signature of odd digits', () => placedIn('<308>'), ['damaged']],
    ['deep in itself', () => placedIn(`<${'3080'.repeat(20_000)}>`), ['damaged']],
    ['deep in itself, with lengths', () => placedIn(`<${deep(2_000).toString('hex')}>`), ['damaged']],
    ['marks and nothing else', () => Buffer.from(`%PDF-1.7\n${'/ByteRange'.repeat(MEGABYTES)}`), 'unsigned'],
    [
      'ranges and nothing else',
      () => Buffer.from(`%PDF-1.7\n${'/ByteRange [0 1 9 9] '.repeat(400_000)}`),
      'unsigned',
    ],
    [
      'spaces where numbers should be',
      () => Buffer.from(`%PDF-1.7\n/ByteRange [${' '.repeat(9 * MEGABYTES)}`),
      'unsigned',
    ],
  ]
  for (const [name, made, expected] of hostile)
    test(name, () => {
      const given = made()
      const started = performance.now()
      const checked = checkPdf(given, ours)
      const told = 'unreadable' in checked ? checked.unreadable : checked.signatures.map(({ state }) => state)
      assert.deepEqual(told, expected)
      assert.ok(performance.now() - started < 500)
    })

  test('many signatures over a large file are looked at for a moment only', () => {
    const one = placedIn(`<${ourSignature().toString('hex')}>`)
    const given = Buffer.concat([
      one,
      ...Array.from({ length: 1000 }, () => one),
      Buffer.alloc(9 * MEGABYTES, 32),
    ])
    const started = performance.now()
    assert.ok(!isWhole(given))
    assert.ok(performance.now() - started < 1500)
  })

  test('any mixture of a signed file’s pieces', () => {
    const piece = fc
      .tuple(fc.nat(file.length), fc.nat(4_000))
      .map(([at, size]) => file.subarray(at, at + size))
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.uint8Array({ maxLength: 50 })), { maxLength: 8 }), (pieces) => {
        assert.ok(!isWhole(Buffer.concat([Buffer.from('%PDF-1.7\n'), ...pieces])))
      }),
      { numRuns: 200 },
    )
  })

  test('a signature with any of its bytes changed is damaged or of something else', () => {
    const { gapFrom } = signaturesIn(file)[1] ?? assert.fail()
    const size = ourSignature().length
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const altered = Buffer.from(file)
          for (const [at, byte] of changes)
            altered.write(byte.toString(16).padStart(2, '0'), gapFrom + 1 + at * 2, 'latin1')
          assert.equal(isWhole(altered), altered.equals(file))
        },
      ),
      { numRuns: 300 },
    )
  })
})

const ourSignature = () =>
  first(Buffer.from(signaturesIn(file)[1]?.contents.toString('latin1') ?? '', 'hex')).whole

/** A file in which this stands where a signature leaves its gap. */
function placedIn(contents: string): Buffer {
  const range = (until: number) =>
    `%PDF-1.7\n/ByteRange [0 ${'60'.padStart(10)} ${String(until).padStart(10)} ${'4'.padStart(10)}]`
  const until = 60 + contents.length
  return Buffer.from(`${range(until).padEnd(60)}${contents}%%EOF`.slice(0, until + 4))
}

function deep(levels: number): Buffer {
  let inside = Buffer.alloc(0)
  for (let level = 0; level < levels; level += 1)
    inside = Buffer.concat([Buffer.of(0x30, 0x82, inside.length >> 8, inside.length & 0xff), inside])
  return inside
}

test('what is read of DER never reaches beyond what was given', () => {
  const walk = (piece: Piece, depth = 0): number =>
    depth > 20 ? 0 : piece.pieces.reduce((sum, one) => sum + one.whole.length, 0)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        const piece = first(Buffer.from(bytes))
        assert.ok(piece.whole.length <= bytes.length)
        assert.ok(walk(piece) <= piece.content.length)
      } catch (error) {
        assert.ok(error instanceof NotDer)
      }
    }),
    { numRuns: 500 },
  )
})
