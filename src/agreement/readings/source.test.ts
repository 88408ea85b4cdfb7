import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { packed } from '../../../test/workbook.ts'
import { day } from '../../platform/day.ts'
import { pdf } from '../../platform/pdf.ts'
import { Refusal } from '../../platform/refusal.ts'
import { rolesOf } from './roles.ts'
import { linesIn } from './source.ts'
import { wordsOf } from './words.ts'

const given = (content: string | Uint8Array, name = 'text.txt') =>
  new File([typeof content === 'string' ? content : Uint8Array.from(content)], name)

async function read(content: string | Uint8Array) {
  const lines = await linesIn(given(content))
  return wordsOf(lines, rolesOf(lines))
}
const inShort = async (content: string | Uint8Array) => {
  const { title, clauses } = await read(content)
  return [title, ...clauses.map(({ number, part, words }) => `${part}: ${number} ${words}`)]
}

const compact =
  'Compact\r\n\r\nSharing\r\n\r\n1.\tWe share “all” – gladly.\r\n2.\tWe give £5 to the café.\r\n'
const expected = ['Compact', 'Sharing: 1 We share “all” – gladly.', 'Sharing: 2 We give £5 to the café.']

/** The bytes of a text in windows-1252. */
const windows = (text: string) =>
  Uint8Array.from(
    [...text].map((letter) => ({ '“': 0x93, '”': 0x94, '–': 0x96 })[letter] ?? letter.charCodeAt(0)),
  )
const utf16 = (text: string, mark: boolean) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')

describe('a text is read the same', () => {
  const encodings: [string, string | Uint8Array][] = [
    ['in UTF-8', compact],
    ['with a byte order mark', `\ufeff${compact}`],
    ['in UTF-16', utf16(compact, true)],
    ['in UTF-16 that does not say so', utf16(compact, false)],
    ['in UTF-16 the other way round', utf16(compact, true).swap16()],
    ['in windows-1252', windows(compact)],
    ['with the line ends of old', compact.replaceAll('\r\n', '\r')],
    [
      'with spaces that do not break and marks that nobody sees',
      compact.replaceAll(' ', '\u00a0').replaceAll('We', 'W\u200be'),
    ],
  ]
  for (const [name, content] of encodings)
    test(name, async () => assert.deepEqual(await inShort(content), expected))
})

const w = (name: string, inside = '', attributes = '') => `<w:${name}${attributes}>${inside}</w:${name}>`
const run = (text: string, bold = false) =>
  w('r', `${bold ? w('rPr', '<w:b/>') : ''}${w('t', text, ' xml:space="preserve"')}`)
const paragraph = (text: string, { style = '', list = '', level = 0, bold = false } = {}) =>
  w(
    'p',
    w(
      'pPr',
      `${style && `<w:pStyle w:val="${style}"/>`}${list && w('numPr', `<w:ilvl w:val="${level}"/><w:numId w:val="${list}"/>`)}`,
    ) + (text === '' ? '' : run(text, bold)),
  )
const level = (at: number, format: string, text: string) =>
  w('lvl', `<w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>`, ` w:ilvl="${at}"`)
const numbering = w(
  'numbering',
  w(
    'abstractNum',
    level(0, 'decimal', '%1.') + level(1, 'lowerLetter', '(%2)') + level(2, 'lowerRoman', '%3)'),
    ' w:abstractNumId="7"',
  ) +
    w('abstractNum', level(0, 'decimal', '%1') + level(1, 'decimal', '%1.%2'), ' w:abstractNumId="8"') +
    w('abstractNum', level(0, 'bullet', '\uf0b7'), ' w:abstractNumId="9"') +
    ['7', '8', '9']
      .map((id, i) => w('num', `<w:abstractNumId w:val="${id}"/>`, ` w:numId="${i + 1}"`))
      .join(''),
)
const styles = w(
  'styles',
  w('style', '<w:name w:val="Title"/>', ' w:styleId="T"') +
    w('style', '<w:name w:val="heading 1"/>', ' w:styleId="H"') +
    w('style', '<w:basedOn w:val="H"/>', ' w:styleId="OwnHeading"'),
)
const word = (
  body: string,
  more: { name: string; content: string; declared?: number; flags?: number }[] = [],
) =>
  packed([
    { name: 'word/document.xml', content: `<w:document xmlns:w="http://x">${w('body', body)}</w:document>` },
    {
      name: 'word/numbering.xml',
      content: numbering.replace('<w:numbering>', '<w:numbering xmlns:w="http://x">'),
    },
    { name: 'word/styles.xml', content: styles.replace('<w:styles>', '<w:styles xmlns:w="http://x">') },
    ...more,
  ])
const cell = (text: string) => w('tc', paragraph(text))

describe('a Word document is read', () => {
  const documents: [string, string, string[]][] = [
    [
      'with the numbers that Word counts, through headings of a style',
      paragraph('Compact', { style: 'T' }) +
        paragraph('Sharing', { style: 'H' }) +
        paragraph('We share.', { list: '1' }) +
        paragraph('We give:', { list: '1' }) +
        paragraph('time;', { list: '1', level: 1 }) +
        paragraph('staff.', { list: '1', level: 1 }) +
        paragraph('Caring', { style: 'OwnHeading' }) +
        paragraph('We care.', { list: '1' }),
      ['Compact', 'Sharing: 1 We share.', 'Sharing: 2 We give:\n(a) time;\n(b) staff.', 'Caring: 3 We care.'],
    ],
    [
      'with nested numbers under numbered headings',
      paragraph('Sharing', { style: 'H', list: '2' }) +
        paragraph('We share.', { list: '2', level: 1 }) +
        paragraph('We give.', { list: '2', level: 1 }) +
        paragraph('Caring', { style: 'H', list: '2' }) +
        paragraph('We care.', { list: '2', level: 1 }),
      ['', 'Sharing: 1.1 We share.', 'Sharing: 1.2 We give.', 'Caring: 2.1 We care.'],
    ],
    [
      'with its tables',
      w(
        'tbl',
        w('tr', cell('No') + cell('Promise')) +
          w('tr', cell('1') + cell('We share.')) +
          w('tr', cell('2') + cell('We give.')),
      ),
      ['', ': 1 We share.', ': 2 We give.'],
    ],
    [
      'with headings that are only bold, and bullets',
      paragraph('Compact of the valley', { bold: true }) +
        paragraph('Sharing', { bold: true }) +
        paragraph('We share.', { list: '3' }) +
        paragraph('We give.', { list: '3' }),
      ['Compact of the valley', 'Sharing: 1 We share.', 'Sharing: 2 We give.'],
    ],
    [
      'without what was struck out, and with what was put in',
      w(
        'p',
        run('1. We ') + w('del', w('r', w('delText', 'never '))) + w('ins', run('gladly ')) + run('share.'),
      ) + paragraph('2. We give.'),
      ['', ': 1 We gladly share.', ': 2 We give.'],
    ],
  ]
  for (const [name, body, expected] of documents)
    test(name, async () => assert.deepEqual(await inShort(word(body)), expected))
})

describe('a PDF is read', () => {
  test('across its pages, without what stands at their edges', async () => {
    const promise =
      'We share what we know with each other, and give what we can to whoever needs it most in the valley'
    const made = await pdf({
      title: 'Compact of the valley',
      author: 'The valley',
      date: day('2018-03-05'),
      sections: Array.from({ length: 60 }, (_, i) => ({
        kind: 'paragraph' as const,
        text: `${i + 1}. ${promise} for the ${i + 1}th time.`,
      })),
    })
    const { title, clauses } = await read(made)
    assert.equal(title, 'Compact of the valley')
    assert.deepEqual(
      clauses.map(({ number, words }) => `${number} ${words}`),
      Array.from({ length: 60 }, (_, i) => `${i + 1} ${promise} for the ${i + 1}th time.`),
    )
  })

  test('not when it holds pictures of pages', async () => {
    await refused(blankPdf(''), /pictures of pages but no text/)
  })

  test('not when a password protects it', async () => {
    const locked =
      '/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <' +
      '00'.repeat(32) +
      '> /U <' +
      '00'.repeat(32) +
      '> >> /ID [<00> <00>]'
    await refused(blankPdf(locked), /protected by a password/)
  })
})

/** A PDF of one empty page. */
function blankPdf(trailer: string): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>',
  ]
  let text = '%PDF-1.4\n'
  const at = objects.map((object, i) => {
    const start = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return start
  })
  const table = at.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const start = text.length
  text += `xref\n0 4\n0000000000 65535 f \n${table}trailer << /Size 4 /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF`
  return Buffer.from(text)
}

async function refused(content: string | Uint8Array, says: RegExp) {
  await assert.rejects(linesIn(given(content)), (error) => {
    assert.ok(error instanceof Refusal, String(error))
    assert.match(error.message, says)
    return true
  })
}

const NO_TEXT = /holds no text that can be read/
const TOO_LONG = /An agreement has at most 3,000 lines and 400,000 letters/

describe('what cannot be read is said in a sentence', () => {
  const faults: [string, string | Uint8Array, RegExp][] = [
    ['an empty file', '', /This file is empty/],
    ['a file of gaps', '\n \n\t\n', NO_TEXT],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1'), NO_TEXT],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /This is a picture/],
    ['a web page', '<!DOCTYPE html><p>1. We share.', /This is a web page/],
    ['an old Word document', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /before 2007, or one that is protected/],
    ['a file of 11 MB', new Uint8Array(11 * 1024 * 1024).fill(65), /larger than 10 MB/],
    ['a line of 9 MB', new Uint8Array(9 * 1024 * 1024).fill(65), TOO_LONG],
    ['a million lines', 'a\n'.repeat(1_000_000), TOO_LONG],
    [
      'a line that nobody reads',
      `1. We share.\n2. ${'share '.repeat(5_000)}`,
      /Line 2 has more than 20,000 letters/,
    ],
    ['another zip archive', packed([{ name: 'a.txt', content: '1. We share.' }]), /This is no Word document/],
    [
      'macros',
      word(paragraph('1. We share.'), [{ name: 'word/vbaProject.bin', content: 'x' }]),
      /holds macros/,
    ],
    [
      'a document that a password protects',
      word(paragraph('1. We share.'))
        .map((byte) => byte)
        .subarray(0, 200),
      /This document is damaged/,
    ],
    ['a document that bursts', word(paragraph('a'.repeat(80_000_000))), /This document is damaged/],
    [
      'a document that defines its own letters',
      packed([{ name: 'word/document.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }]),
      /This document is damaged/,
    ],
    [
      'a document that is nested too deep',
      word('<w:tbl><w:tr><w:tc>'.repeat(2_000)),
      /This document is damaged/,
    ],
    ['half a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n<<'), /This PDF is damaged/],
  ]
  for (const [name, content, says] of faults) test(name, () => refused(content, says))
})

/** Reads, or refuses in a sentence; anything else is a fault of ours. */
async function answers(content: Uint8Array | string) {
  try {
    const { clauses } = await read(content)
    assert.ok(clauses.every(({ number }) => number !== ''))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const changed = (bytes: Uint8Array) =>
  fc
    .record({
      cut: fc.integer({ min: 1, max: bytes.length }),
      puts: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
    })
    .map(({ cut, puts }) => {
      const copy = Uint8Array.from(bytes)
      for (const [at, byte] of puts) copy[at] = byte
      return copy.subarray(0, cut > bytes.length / 2 ? bytes.length : cut)
    })

describe('whatever a file holds, it is read or refused', () => {
  test('bytes', () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), answers), { numRuns: 300 }))

  test('letters, marks and numbers in any order', () => {
    const piece = fc.constantFrom(
      ...[
        '1.',
        '(a)',
        'iv)',
        '#',
        '##',
        '-',
        '•',
        '|',
        '**',
        '\t',
        '\n',
        '\n\n',
        ' ',
        '\f',
        '2.1',
        'Part 1:',
        '___',
        '....',
      ],
      ...[
        'We share',
        'SHARING',
        'Signed',
        'Contents',
        'page 1 of 2',
        'a-',
        '\u00ad',
        '\u0000',
        '\ud800',
        '999',
        '1.1.1.1.1.1',
        '((((',
        '[1]',
      ],
    )
    return fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 80 }), (pieces) => answers(pieces.join(''))),
      { numRuns: 500 },
    )
  })

  test('a Word document that was cut or overwritten', () =>
    fc.assert(
      fc.asyncProperty(
        changed(word(paragraph('1. We share.') + paragraph('2. We give.', { list: '1' }))),
        answers,
      ),
      { numRuns: 200 },
    ))

  test('a text that seems to nest without end', async () => {
    const started = performance.now()
    await answers(
      Array.from(
        { length: 2_900 },
        (_, i) => `${' '.repeat(i % 50)}${i % 7}.${'1.'.repeat(i % 40)} We share`,
      ).join('\n'),
    )
    await answers('(a) '.repeat(4_900))
    await answers('1'.repeat(19_000))
    await answers('*'.repeat(19_000))
    await answers(`${'**a'.repeat(6_000)}\n${'. '.repeat(9_000)}\n${'a-'.repeat(9_000)}`)
    assert.ok(performance.now() - started < 5_000)
  })

  test('a PDF that was cut or overwritten', () =>
    fc.assert(fc.asyncProperty(changed(blankPdf('')), answers), { numRuns: 6 }))
})
