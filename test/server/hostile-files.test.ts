import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { inline, sheetXml, workbook } from '../workbook.ts'
import { anAlliance, officeAt, Waits, yearFolder } from './alliance.ts'
import { give, idIn, importsIn, rested } from './importing.ts'
import { endeavour, folder, serving, sharedByAll } from './process.ts'

const MEGABYTE = 1024 * 1024
/** A file of 35 MB is held as it came, as it is kept, and as its rows. */
const MOST_GROWTH = 600 * MEGABYTE
const LONGEST_WAIT_MS = 8_000

const csv = (name: string, ...lines: string[]) => new File([lines.join('\n')], `${name}.csv`)
const packages = 'ref,partner,title,subsidised,from,to'
const yearly = (name: string) => readFileSync(path.join(yearFolder('2016-17'), name))

const bomb = () => workbook(Buffer.concat([Buffer.from('<worksheet>'), Buffer.alloc(190 * MEGABYTE, ' ')]))
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const row = (...texts: string[]) => `<row>${texts.map(cell).join('')}</row>`
const formula = '<row><c><f>1+1</f></c></row>'
const million = () => `${packages}\n${'k,Vale Arts,Music,yes,2015-09-01,\n'.repeat(1_000_000)}`

/** Files that somebody gives by mistake or means ill by, and what the first fault says of each. */
const given: [what: string, files: () => File[], says: RegExp][] = [
  [
    'a workbook that unpacks a thousand times',
    () => [new File([bomb() as BlobPart], 'year.xlsx')],
    /far more than it should/,
  ],
  ['a million rows', () => [new File([million()], 'packages.csv')], /200,000 rows/],
  [
    'half a workbook',
    () => [new File([workbook(sheetXml(inline('ref'))).subarray(0, 300) as BlobPart], 'year.xlsx')],
    /damaged/,
  ],
  [
    'half a file',
    () => [
      new File([yearly('people.csv').subarray(0, 4_000)], 'people.csv'),
      csv('packages', packages, 'k-1,"Vale Arts'),
    ],
    /quotation mark|ends|row/i,
  ],
  [
    'a picture',
    () => [new File([readFileSync('public/assets/public-sans.woff2')], 'people.csv')],
    /text|CSV/,
  ],
  [
    'an alphabet nobody can read',
    () => [new File([Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00, 0x0a, 0x00])], 'people.csv')],
    /./,
  ],
  [
    'a formula that was never worked out',
    () => [
      new File(
        [workbook(sheetXml(`${row('ref', 'group', 'title', 'held_on', 'status')}${formula}`)) as BlobPart],
        'year.xlsx',
      ),
    ],
    /formula that was never worked out/,
  ],
  [
    'days that no calendar has',
    () => [
      csv(
        'packages',
        packages,
        'k-1,Vale Arts,Music,yes,0000-03-05,',
        'k-2,Vale Arts,Music,yes,2015-02-30,',
        'k-3,Vale Arts,Music,yes,99999-01-01,',
      ),
    ],
    /before 1990/,
  ],
  [
    'names of the language',
    () => [
      csv('packages', `__proto__,constructor,${packages}`, 'a,b,k-1,Vale Arts,Music,__proto__,2015-09-01,'),
    ],
    /subsidised|yes/,
  ],
  ['an unknown file', () => [csv('secrets', 'a,b', '1,2')], /None of it is a file of a year/],
  ['a name that leads elsewhere', () => [new File(['ref\n1'], '../../../etc/packages.csv')], /./],
]

/** The most memory a process has held so far, where the machine tells. */
function mostMemory(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return 0
  }
}

test('files that nobody can use, given to a running server', async (t) => {
  sharedByAll()
  const alliance = await anAlliance()
  const { settings, records } = alliance
  const server = await serving(settings, ['serve'])
  const office = officeAt(server.url, alliance)
  const recorded = async () => (await records.pool.query(COUNTED)).rows
  const before = await recorded()
  const memory = mostMemory(server.process.pid)
  const others = new Waits(server.url)
  const asking = others.run()

  for (const [what, files, says] of given)
    await t.test(what, async () => {
      const { status, location, text } = await give(office, files())
      if (status === 422) return assert.match(text, /There is a problem/)
      assert.equal(status, 303, text)
      assert.equal(await rested(records, idIn(location)), 'faulty')
      const last = (await importsIn(records)).at(-1)
      const page = await office.get(location)
      assert.equal(page.status, 200)
      assert.match(last?.result.faults?.[0]?.wrong ?? '', says)
      assert.equal((await office.post(`${location}/bring-in`, {})).status, 409)
      assert.deepEqual(await recorded(), before)
    })

  await t.test('cost it no more memory than files of that size may, and nobody else much time', async () => {
    others.stop()
    await asking
    assert.ok(others.longestMs < LONGEST_WAIT_MS, `somebody waited ${others.longestMs} ms`)
    const grew = mostMemory(server.process.pid) - memory
    assert.ok(grew < MOST_GROWTH, `it grew by ${Math.round(grew / MEGABYTE)} MB`)
  })

  await t.test('are told of one a line by the command line, which keeps nothing either', async () => {
    for (const [what, files] of given.slice(0, 4)) {
      const place = path.join(folder(), 'given')
      mkdirSync(place)
      for (const file of files())
        writeFileSync(path.join(place, path.basename(file.name)), Buffer.from(await file.arrayBuffer()))
      const { status, stdout, stderr } = await endeavour(['import', 'year', place], settings)
      assert.equal(status, 1, `${what}: ${stdout}${stderr}`)
      assert.match(stderr, /Nothing was brought in\.\n$/, what)
      assert.notEqual(stdout, '', what)
    }
    assert.deepEqual(await recorded(), before)
  })
})

const COUNTED = `select (select count(*) from people) as people, (select count(*) from posts) as posts, (select count(*) from packages) as packages,
  (select count(*) from schools) as schools, (select count(*) from meetings) as meetings, (select count(*) from revisions) as revisions`
