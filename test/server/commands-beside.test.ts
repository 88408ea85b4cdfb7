import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { anAlliance, officeAt, yearFolder } from './alliance.ts'
import { endeavour, folder, isReady, serving } from './process.ts'

const person = (name: string, email: string) =>
  `ref,name,email,urn,organisation,post,from,to\np-x,${name},${email},990001,,teacher,2015-09-01,\n`

const register = [
  '"URN","LA (code)","EstablishmentName","TypeOfEstablishment (name)","EstablishmentStatus (name)","OpenDate","CloseDate","PhaseOfEducation (name)","Town"',
  '"990001","350","Ashmere High School","Community school","Open","","","Secondary","Rivington Vale"',
].join('\r\n')

/** Each command in turn, as an office would use it: rightly, again, or by mistake. */
const commands: [args: string[], status: 0 | 1 | 2, says: RegExp][] = [
  [
    ['import', 'people', 'people.csv', '--dry-run'],
    0,
    /^Would be brought in:\n.*people\.csv \(people\): 1 added/m,
  ],
  [['import', 'people', 'people.csv'], 0, /^Brought in:/m],
  [['import', 'people', 'people.csv'], 0, /brought in before\. Nothing was changed\./],
  [['import', 'people', 'faulty.csv'], 1, /faulty\.csv, row 2.*“nowhere”/],
  [['import', 'year', yearFolder('2016-17'), '--dry-run'], 0, /^Would be brought in:/m],
  [['import', 'gias', 'register.csv', '--approve'], 0, /\w/],
  [
    ['import', 'gias', 'register.csv', '--authority', 'Bolton'],
    2,
    /“Bolton” is not the code of an authority/,
  ],
  [['review', '2015-16'], 0, /2015-16: draft\n/],
  [['review', '2015-16', '--edition', 'public', '--csv', 'review.csv'], 0, /^Written to .*review\.csv$/m],
  [['review', '2099-00'], 1, /^2099-00 has not begun\.$/m],
  [['review', '2015-16', '--csv', 'no/such/folder/review.csv'], 1, /There is no such file or folder\.$/m],
  [
    ['backup', 'alliance.backup'],
    0,
    /^Backed up Vale Learning Alliance: \d+ tables, \d+ rows\n[0-9a-f]{64} {2}\//,
  ],
  [['restore', 'alliance.backup'], 1, /already holds records/],
  [['audit', 'export', 'audit.jsonl'], 0, /^Wrote \d+ lines to .*\nHead: [0-9a-f]{64}\n$/],
  [['audit', 'verify', 'audit.jsonl'], 0, /^All \d+ lines are as they were sealed\./],
  [['audit', 'verify', 'audit.jsonl', '--head', '1'.repeat(64)], 1, /No line has the head you gave/],
  [['audit', 'verify', 'altered.jsonl'], 1, /^Line 2 was altered: it does not match its seal\.$/m],
  [['demo', 'load'], 1, /^The database holds an alliance\./m],
  [
    ['alliance', 'create', 'B', '--short-name', 'B', '--coordinator', 'B', '--email', 'b@b.example'],
    1,
    /There is an alliance already/,
  ],
  [['serve', '--port', '1'], 2, /unknown option '--port'/],
]

test('every command does its work beside a running server, or says in words why not', async () => {
  const alliance = await anAlliance()
  const own = folder()
  writeFileSync(path.join(own, 'people.csv'), person('Ada New', 'ada@ashmere.example'))
  writeFileSync(path.join(own, 'faulty.csv'), person('Ada New', 'nowhere'))
  writeFileSync(path.join(own, 'register.csv'), register)
  const server = await serving(alliance.settings, ['serve'])
  for (const [args, status, says] of commands) {
    if (args.includes('altered.jsonl')) alter(own)
    const done = await endeavour(args, alliance.settings, own)
    const said = `${args.join(' ')}: ${done.stdout}${done.stderr}`
    assert.equal(done.status, status, said)
    assert.match(status === 2 || done.stdout === '' ? done.stderr : done.stdout, says, said)
    assert.doesNotMatch(said, /fault of Endeavour|node_modules|\bat \w+ \(/)
  }
  assert.equal(await isReady(server.url), true)
  assert.match(
    (await officeAt(server.url, alliance).get('/people?words=Ada+New')).text,
    /ada@ashmere\.example/,
  )
})

/** The log as somebody would have it who wants to have done something else. */
function alter(own: string) {
  const lines = readFileSync(path.join(own, 'audit.jsonl'), 'utf8').split('\n')
  const [header = '', first = '', second = '', ...rest] = lines
  const altered = second.replace(/"did":"[^"]*"/, '"did":"did nothing"')
  writeFileSync(path.join(own, 'altered.jsonl'), [header, first, altered, ...rest].join('\n'))
}
