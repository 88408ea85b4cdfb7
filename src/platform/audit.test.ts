import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { freshDatabase } from '../../test/database.ts'
import { BrokenChain, exportAudit, type SealedLine, sealOf, verifyAudit, verifyDatabase } from './audit.ts'
import type { Database } from './db.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-audit-'))
const file = path.join(folder, 'audit.jsonl')
after(() => rmSync(folder, { recursive: true }))

async function keep(database: Database, count: number) {
  await database.pool.query(
    `insert into audit_log (who, did, subject, details)
     select n::text, 'kept a register', 'meetings/' || n, '{"note":"Ünïcode ✓ \\\\ \\"quoted\\""}' from generate_series(1, $1::int) n`,
    [count],
  )
}

let database: Database
let header = ''
let lines: SealedLine[] = []
before(async () => {
  database = await freshDatabase()
  await keep(database, 20)
  await exportAudit(database.pool, file)
  const [first = '', ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n')
  header = first
  lines = rest.map((line) => JSON.parse(line))
})

const verdict = async (changed: SealedLine[], head?: string, top = header) => {
  writeFileSync(file, `${[top, ...changed.map((line) => JSON.stringify(line))].join('\n')}\n`)
  return verifyAudit(file, head).then(
    ({ lines: kept }) => `${kept} lines`,
    (error: Error) => (error instanceof BrokenChain ? error.message : String(error.stack)),
  )
}
const line = (seq: number) => lines[seq - 1] as SealedLine
const resealed = (changed: SealedLine) => ({ ...changed, hash: sealOf(changed) })
const at = (seq: number, changed: Partial<SealedLine>) => lines.with(seq - 1, { ...line(seq), ...changed })

const faults: [string, () => SealedLine[], string][] = [
  ['nothing', () => lines, '20 lines'],
  [
    'altered words',
    () => at(7, { did: 'left a register' }),
    'Line 7 was altered: it does not match its seal.',
  ],
  [
    'an altered time',
    () => at(7, { at: line(7).at.replace('Z', '1Z') }),
    'Line 7 was altered: it does not match its seal.',
  ],
  ['an altered seal', () => at(7, { hash: line(8).hash }), 'Line 7 was altered: it does not match its seal.'],
  ['an altered number', () => at(7, { seq: 9 }), 'Line 7 was altered: it is numbered 9.'],
  ['a number altered backwards', () => at(7, { seq: 2 }), 'Line 7 was altered: it is numbered 2.'],
  [
    'a line altered and sealed again',
    () => lines.with(6, resealed({ ...line(7), who: '9' })),
    'Line 7 was altered and sealed again: line 8 was sealed over another.',
  ],
  [
    'the last line altered and sealed again',
    () => lines.with(19, resealed({ ...line(20), who: '9' })),
    'Line 20 was altered and sealed again: the export ended in another.',
  ],
  ['a line removed', () => lines.toSpliced(6, 1), 'Line 7 is missing.'],
  ['lines removed', () => lines.toSpliced(6, 3), 'Lines 7 to 9 are missing.'],
  ['the first line removed', () => lines.slice(1), 'Line 1 is missing.'],
  ['the end cut off', () => lines.slice(0, 15), 'Lines 16 to 20 are missing.'],
  ['everything cut off', () => [], 'Lines 1 to 20 are missing.'],
  [
    'two lines changed places',
    () => lines.with(6, line(8)).with(7, line(7)),
    'Line 7 was moved: it stands after line 8.',
  ],
  [
    'a line twice',
    () => lines.toSpliced(7, 0, line(7)),
    'After line 7 stands a line 7 that was added or moved there.',
  ],
  [
    'a line added and sealed',
    () => lines.toSpliced(7, 0, resealed({ ...line(8), did: 'forged' })),
    'After line 8 stands a line 8 that was added or moved there.',
  ],
  [
    'a line added at the end',
    () => [...lines, resealed({ ...line(20), seq: 21, previous: line(20).hash })],
    'Line 21 was added after the export.',
  ],
  [
    'a line that is no line',
    () => lines.with(6, { seq: 7 } as SealedLine),
    'Line 7 was altered: it cannot be read as a line of the log.',
  ],
]
for (const [what, changed, says] of faults)
  test(`an export with ${what}: ${says}`, async () => {
    assert.equal(await verdict(changed()), says)
  })

test('whatever single character of an export is changed, the change is found', async () => {
  writeFileSync(file, '')
  const text = [header, ...lines.map((sealed) => JSON.stringify(sealed))].join('\n')
  const place = fc.nat({ max: text.length - 1 }).filter((index) => index > header.length)
  await fc.assert(
    fc.asyncProperty(place, fc.constantFrom('0', 'x', '"', '\n', ' '), async (index, character) => {
      const changed = text.slice(0, index) + character + text.slice(index + 1)
      fc.pre(JSON.stringify(reading(changed)) !== JSON.stringify(reading(text)))
      writeFileSync(file, changed)
      await assert.rejects(verifyAudit(file), BrokenChain)
    }),
    { numRuns: 200 },
  )
})

/** What a file says, whatever blanks stand between its words. */
function reading(text: string): unknown {
  return text.split('\n').map((part) => {
    try {
      return JSON.parse(part)
    } catch {
      return part
    }
  })
}

test('a head noted earlier shows that the log was only added to', async () => {
  assert.equal(await verdict(lines, line(12).hash), '20 lines')
  const shortened = JSON.stringify({ ...JSON.parse(header), lines: 11, head: line(11).hash })
  assert.equal(
    await verdict(lines.slice(0, 11), line(12).hash, shortened),
    'No line has the head you gave: lines were removed or altered since it was noted.',
  )
})

test('another file is said to be no export', async () => {
  for (const text of ['', 'urn,name\n', '{"audit":"other"}\n', '\u0000\u0001']) {
    writeFileSync(file, text)
    await assert.rejects(
      verifyAudit(file),
      new BrokenChain('This is not an audit export: its first line does not say so.'),
    )
  }
})

test('a change made by the owner of the database is found in the database', async () => {
  const own = await freshDatabase()
  await keep(own, 12)
  assert.equal((await verifyDatabase(own.pool)).lines, 12)
  await own.pool.query(`set role none; alter table audit_log disable trigger all;
    update audit_log set details = '{}' where seq = 5; set role endeavour_serving`)
  await assert.rejects(
    verifyDatabase(own.pool),
    new BrokenChain('Line 5 was altered: it does not match its seal.'),
  )
})
