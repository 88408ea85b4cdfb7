import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { packed } from '../../test/workbook.ts'
import { LARGEST_FILE, safeName, sizeInWords, storedFile } from './stored-file.ts'

const file = (name: string, content: Uint8Array | string) => new File([content as BlobPart], name)
const document = (...more: { name: string; content: string | Buffer; declared?: number; flags?: number }[]) =>
  packed([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'word/document.xml', content: '<w:document/>' },
    ...more,
  ])
const pdf = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF'
const png = '\x89PNG\r\n\x1a\n'

describe('a file is what its content is', () => {
  const kept: [name: string, content: Uint8Array | string, type: RegExp][] = [
    ['Budget.pdf', pdf, /^application\/pdf$/],
    ['Budget.DOCX', document(), /wordprocessingml/],
    ['a picture.png', Buffer.from(png, 'latin1'), /^image\/png$/],
    ['notes.md', '# Notes — ça va', /^text\/plain; charset=utf-8$/],
  ]
  for (const [name, content, type] of kept)
    test(`${name} is kept`, async () => {
      const { size, digest, scanned, ...stored } = await storedFile(file(name, content), undefined)
      assert.match(stored.type, type)
      assert.match(digest, /^[0-9a-f]{64}$/)
      assert.equal(scanned, 'not scanned')
      assert.equal(size, stored.content.length)
    })

  const bomb = { name: 'word/media/bomb.xml', content: Buffer.alloc(40 * 1024 * 1024) }
  const refused: [what: string, given: unknown, says: RegExp][] = [
    ['nothing', null, /Choose a file/],
    ['no bytes', file('a.pdf', ''), /This file is empty/],
    ['more than is kept', file('a.pdf', Buffer.alloc(LARGEST_FILE * 1024 * 1024 + 1)), /larger than 25 MB/],
    ['a script named as a PDF', file('a.pdf', '#!/bin/sh\nrm -rf /'), /by its content it is plain text/],
    ['a web page', file('a.html', '<!doctype html><script>alert(1)</script>'), /give it the ending \.txt/],
    ['a drawing that can hold a script', file('a.svg', '<svg onload="alert(1)"/>'), /plain text/],
    ['a PDF named as a program', file('a.exe', pdf), /by its content it is a PDF/],
    ['a program', file('a.pdf', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')), /kind of file cannot be kept/],
    ['an old Word file', file('a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')), /before 2007/],
    ['an archive that bursts', file('a.docx', document(bomb)), /unpacks to far more/],
    [
      'an archive that says it bursts',
      file('a.docx', document({ name: 'b', content: 'b', declared: 2 ** 31 })),
      /unpacks to far more/,
    ],
    ['an archive cut off', file('a.docx', document().subarray(0, 80)), /damaged/],
    [
      'an archive of other things',
      file('a.docx', packed([{ name: 'a.exe', content: 'MZ' }])),
      /This is an archive/,
    ],
    [
      'a part that leaves its folder',
      file('a.docx', document({ name: '../../etc/passwd', content: 'x' })),
      /damaged/,
    ],
    ['macros', file('a.docx', document({ name: 'word/vbaProject.bin', content: 'x' })), /holds macros/],
    ['a password', file('a.docx', document({ name: 'x', content: 'x', flags: 1 })), /password/],
  ]
  for (const [what, given, says] of refused)
    test(`${what} is refused in a sentence`, async () => {
      await assert.rejects(storedFile(given, undefined), { field: 'file', message: says })
    })
})

describe('names', () => {
  const cases: [given: string, kept: string][] = [
    ['Budget 2018.pdf', 'Budget 2018.pdf'],
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Users\\me\\Budget.PDF', 'Budget.pdf'],
    ['bud\u202egpj.exe.pdf', 'budgpj.exe.pdf'],
    ['a"b\r\nX: y<>.pdf', 'abX y.pdf'],
    ['...hidden.pdf', 'hidden.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(100)}.pdf`],
    ['/', 'file'],
  ]
  for (const [given, kept] of cases)
    test(JSON.stringify(given.slice(0, 40)), () => assert.equal(safeName(given), kept))

  test('whatever is given, a name stays in its folder, on one line and of a length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = safeName(given)
        assert.doesNotMatch(name, /[/\\<>:"|?*]|\p{Cc}|^\./u)
        assert.ok(name.length > 0 && [...name].length <= 400)
      }),
    )
  })

  test('sizes are said as people say them', () => {
    assert.deepEqual([100, 240_000, 1_500_000].map(sizeInWords), ['1 KB', '234 KB', '1.4 MB'])
  })
})

/** Listens as a scanner does, and answers what it is told to once a whole stream has come. */
async function scanner(says: string | null) {
  const received: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      received.push(bytes)
      if (!Buffer.concat(received).subarray(-4).equals(Buffer.alloc(4))) return
      if (says === null) socket.destroy()
      else socket.end(`${says}\0`)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `clamd://127.0.0.1:${port}`, received, close: () => server.close() }
}

describe('a scanner that is set', () => {
  test('is sent the whole file, and what it finds clean is kept as clean', async (t) => {
    const { url, received, close } = await scanner('stream: OK')
    t.after(close)
    const content = 'x'.repeat(200_000)
    assert.equal((await storedFile(file('a.txt', content), url)).scanned, 'clean')
    const sent = Buffer.concat(received).toString('latin1')
    assert.ok(sent.startsWith('zINSTREAM\0'))
    assert.equal(sent.split('x').length - 1, 200_000)
  })

  const answers: [string | null, RegExp][] = [
    ['stream: Eicar-Test-Signature FOUND', /found something harmful/],
    ['INSTREAM size limit exceeded. ERROR', /could not be checked/],
    [null, /could not be checked/],
  ]
  for (const [says, told] of answers)
    test(`whose answer is ${says ?? 'none'} keeps nothing`, async (t) => {
      const { url, close } = await scanner(says)
      t.after(close)
      await assert.rejects(storedFile(file('a.txt', 'words'), url), { field: 'file', message: told })
    })

  test('that is away keeps nothing', async () => {
    const { url, close } = await scanner('stream: OK')
    close()
    await assert.rejects(storedFile(file('a.txt', 'words'), url), { message: /could not be checked/ })
  })
})
