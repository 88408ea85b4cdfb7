/** A year of 100,000 rows brought in, brought in again with one row corrected, and taken back. */
import { importYear } from '../src/imports/actions.ts'
import { undoImport } from '../src/imports/undo.ts'
import { actor } from '../src/platform/action.ts'
import { addDays, day } from '../src/platform/day.ts'
import { csvText } from '../src/platform/sheet.ts'
import { system } from '../src/platform/who.ts'
import { ownDatabase, today } from './records.ts'

const SCHOOLS = 50
const PEOPLE = 5_000
const MEETINGS = 1_000
const ATTENDANCES = 50_000
const VISITS = 13_000
const SESSIONS = 900
const PARTICIPANTS = 30_000

const first = day('2025-09-01')
const on = (i: number) => addDays(first, i % 270)
const urn = (i: number) => 990001 + (i % SCHOOLS)
const many = <Row>(count: number, row: (i: number) => Row) => Array.from({ length: count }, (_, i) => row(i))

const sheets: Record<string, [headings: string, rows: (string | number)[][]]> = {
  schools: ['urn,name,joined_on', many(SCHOOLS, (i) => [urn(i), `School ${i}`, '2015-09-01'])],
  people: [
    'ref,name,email,urn,post,from',
    many(PEOPLE, (i) => [`p-${i}`, `Person ${i}`, `p${i}@alliance.example`, urn(i), 'teacher', '2020-09-01']),
  ],
  groups: ['ref,name,kind,lead', many(20, (i) => [`g-${i}`, `Hub ${i}`, 'hub', `p-${i}`])],
  meetings: [
    'ref,group,title,held_on,starts,ends,place,status',
    many(MEETINGS, (i) => [
      `m-${i}`,
      `g-${i % 20}`,
      `Meeting ${i}`,
      on(i),
      '15:45',
      '17:15',
      'online',
      'held',
    ]),
  ],
  attendance: [
    'meeting,urn,person,capacity',
    many(ATTENDANCES, (i) => [
      `m-${i % MEETINGS}`,
      urn(i),
      `p-${Math.floor(i / MEETINGS) * 50 + (i % 50)}`,
      'representative',
    ]),
  ],
  support: [
    'ref,commission,subject,practitioner,from_urn,to_urn,on,half,status,through_ssig',
    many(VISITS, (i) => [
      `v-${i}`,
      `c-${i % 300}`,
      'Maths',
      `p-${i % PEOPLE}`,
      urn(i),
      urn(i + 7),
      on(Math.floor(i / PEOPLE) * 9 + i),
      i % 2 ? 'am' : 'pm',
      'done',
      'yes',
    ]),
  ],
  courses: ['ref,title,kind,days', many(30, (i) => [`k-${i}`, `Course ${i}`, 'programme', 2])],
  sessions: [
    'course,ref,on,status',
    many(SESSIONS, (i) => [`k-${i % 30}`, `k-${i % 30}-${i}`, on(i), 'held']),
  ],
  participants: [
    'course,session,person,urn,role,outcome',
    many(PARTICIPANTS, (i) => {
      const session = i % SESSIONS
      const person = Math.floor(i / SESSIONS) * 100 + (i % 100)
      return [
        `k-${session % 30}`,
        `k-${session % 30}-${session}`,
        `p-${person}`,
        urn(i),
        'teacher',
        'attended',
      ]
    }),
  ],
}

const filesOf = (title: string) =>
  Object.entries(sheets).map(([name, [headings, rows]]) => {
    const [top = [], ...rest] = rows
    const corrected =
      name === 'meetings' ? [top.map((cell) => (cell === 'Meeting 0' ? title : cell)), ...rest] : rows
    return new File([csvText(headings.split(','), corrected)], `${name}.csv`)
  })

const count = Object.values(sheets).reduce((all, [, rows]) => all + rows.length, 0)
const { database, embedded } = await ownDatabase()
const by = actor(database, system, today)

async function timed(what: string, work: () => Promise<string>) {
  const started = performance.now()
  const says = await work()
  const seconds = (performance.now() - started) / 1000
  const peak = process.resourceUsage().maxRSS / 1024
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(0)} rows/s, at most ${peak.toFixed(0)} MB; ${says}`,
  )
}

const brought = async (title: string) => {
  const { faultCount, faults, told, id } = await importYear(by, {
    kind: 'year',
    name: 'bench',
    files: filesOf(title),
  })
  if (faultCount > 0) throw new Error(JSON.stringify(faults.slice(0, 3)))
  const total = (of: 'added' | 'changed') => told.reduce((all, one) => all + one[of], 0)
  return { id, says: `${total('added')} added, ${total('changed')} changed` }
}

console.log(`${count} rows (wanted: under 30 s and 500 MB)`)
let last: number | null = null
await timed('first time', async () => (await brought('Meeting 0')).says)
await timed('again, one row corrected', async () => {
  const { id, says } = await brought('Corrected')
  last = id
  return says
})
await timed('undone', async () => {
  if (last !== null) await undoImport(by, last)
  await undoImport(by, 1)
  return 'both'
})
await database.close()
await embedded.stop()
