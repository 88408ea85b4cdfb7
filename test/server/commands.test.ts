import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../../src/platform/project.ts'
import { freshAddress } from '../database.ts'
import { endeavour, folder } from './process.ts'

const commands = [
  'serve',
  'demo load',
  'import year',
  'import people',
  'import gias',
  'review',
  'backup',
  'restore',
  'audit export',
  'audit verify',
  'books check',
  'alliance create',
  'clauses',
]
test('every command says how it is used, with an example', async () => {
  for (const command of commands) {
    const { status, stdout } = await endeavour([...command.split(' '), '--help'], {})
    assert.equal(status, 0, command)
    assert.match(stdout, new RegExp(`Usage: endeavour ${command}`))
    assert.match(stdout, new RegExp(`Example:\\n.*npm run -s endeavour -- ${command}`))
  }
})

const wrongly: [string[], RegExp][] = [
  [[], /Usage: endeavour/],
  [['fly'], /unknown command 'fly'/],
  [['import'], /Usage: endeavour import/],
  [['import', 'moon', 'file'], /unknown command 'moon'/],
  [['import', 'year'], /missing required argument 'folder'/],
  [['import', 'year', 'a', 'b'], /too many arguments/],
  [['backup'], /missing required argument 'file'/],
  [['backup', 'file', '--fast'], /unknown option '--fast'/],
  [['review'], /missing required argument 'year'/],
  [['review', '2017'], /“2017” is not an academic year\. Write it like 2017-18\./],
  [['review', '2017-19'], /“2017-19” is not an academic year/],
  [['review', '2017-18', '--pdf', 'a', '--json'], /cannot be used with option/],
  [['review', '2017-18', '--edition', 'secret'], /Allowed choices are public, members/],
  [['alliance', 'create', 'A'], /required option '--short-name <name>' not specified/],
  [
    ['alliance', 'create', 'A', '--short-name', 'A', '--coordinator', 'B', '--email', 'c'],
    /“c” is not an email address/,
  ],
]
test('used wrongly it says how, touches nothing and ends with 2', async () => {
  const dataDir = path.join(folder(), 'data')
  for (const [args, says] of wrongly) {
    const { status, stderr } = await endeavour(args, { DATA_DIR: dataDir })
    assert.equal(status, 2, args.join(' '))
    assert.match(stderr, says)
  }
  assert.equal(existsSync(dataDir), false)
})

test('a wrong setting is said in one sentence and ends with 2', async () => {
  const { status, stderr } = await endeavour(['serve'], { PORT: 'eighty' })
  assert.deepEqual(
    { status, stderr },
    { status: 2, stderr: 'PORT must be a whole number from 1 to 65535.\n' },
  )
})

test('an office brings in its years, reads the review, and moves house with a backup', async () => {
  const own = folder()
  const settings = { DATA_DIR: path.join(own, 'data') }
  const run = (...args: string[]) => endeavour(args, settings, own)
  cpSync(path.join(projectFolder, 'demo'), path.join(own, 'records'), { recursive: true })

  const name = ['--short-name', 'Vale', '--coordinator', 'Amina Shah', '--email', 'office@vale.example']
  const begun = await run('alliance', 'create', 'Vale Alliance', ...name)
  assert.equal(begun.status, 0, begun.stderr)
  assert.match(begun.stdout, /http:\/\/localhost:3000\/sign-in\/link\?token=\w+/)
  assert.equal((await run('alliance', 'create', 'Other', ...name)).status, 1)

  const dry = await run('import', 'year', 'records/2015-16', '--dry-run')
  assert.equal(dry.status, 0, dry.stderr)
  assert.match(dry.stdout, /Would be brought in:\n.*schools\.csv.*: 20 added/)
  const brought = await run('import', 'year', 'records/2015-16')
  assert.equal(brought.status, 0, brought.stderr)
  assert.match(
    (await run('import', 'year', 'records/2015-16')).stdout,
    /brought in before\. Nothing was changed/,
  )

  const review = await run('review', '2015-16', '--csv', 'review.csv')
  assert.equal(review.status, 0, review.stderr)
  assert.match(readFileSync(path.join(own, 'review.csv'), 'utf8'), /members,Member schools,20,/)
  assert.equal((await run('review', '2015-16', '--pdf', 'review.pdf')).status, 0)
  assert.equal(readFileSync(path.join(own, 'review.pdf')).subarray(0, 5).toString(), '%PDF-')

  assert.equal((await run('backup', 'alliance.backup')).status, 0)
  assert.match((await run('restore', 'alliance.backup')).stderr, /already holds records/)
  const moved = { DATA_DIR: path.join(own, 'moved') }
  const restored = await endeavour(['restore', 'alliance.backup'], moved, own)
  assert.equal(restored.status, 0, restored.stderr)
  assert.match(restored.stdout, /^Restored Vale Alliance: \d+ tables/)
  const [before, after] = [
    await run('review', '2015-16', '--json'),
    await endeavour(['review', '2015-16', '--json'], moved),
  ]
  assert.deepEqual(after, before)
})

test('faults in what was given are told one a line and end with 1, and nothing is written', async () => {
  const own = folder()
  const settings = { DATA_DIR: path.join(own, 'data') }
  const given = path.join(own, 'year')
  mkdirSync(given)
  writeFileSync(
    path.join(given, 'schools.csv'),
    'urn,name,joined_on\n990001,Elm,2015-09-01\n12,Oak,2015-02-30\n',
  )
  const { status, stdout, stderr } = await endeavour(['import', 'year', given], settings, own)
  assert.equal(status, 1)
  assert.match(stdout, /^schools\.csv, row 3, urn: “12”: /m)
  assert.match(stdout, /^schools\.csv, row 3, joined_on: “2015-02-30”: /m)
  assert.match(stderr, /^There are \d+ faults\. Nothing was brought in\.\n$/)
  assert.match(
    (await endeavour(['import', 'year', 'nowhere'], settings, own)).stdout,
    /There is no such file or folder/,
  )
  const exported = await endeavour(['audit', 'export', 'log'], settings, own)
  assert.match(exported.stdout, /Wrote 0 lines/)
})

const unusable: [string[], RegExp][] = [
  [['audit', 'verify', 'nowhere'], /nowhere: There is no such file or folder\.\n$/],
  [['audit', 'verify', '.'], /It is a folder\.\n$/],
  [['audit', 'verify', 'text'], /^This is not an audit export/],
  [['restore', 'nowhere'], /^There is no file .*nowhere\.\n$/],
  [['restore', 'text'], /^The backup is damaged/],
  [['backup', 'no/such/folder/file'], /There is no such file or folder\.\n$/],
  [['import', 'gias', 'text'], /^There (is|are) \d+ faults?\./],
]
test('files that cannot be used are said in a sentence and end with 1', async () => {
  const own = folder()
  writeFileSync(path.join(own, 'text'), 'some text\n')
  for (const [args, says] of unusable) {
    const { status, stderr } = await endeavour(args, { DATA_DIR: path.join(own, 'data') }, own)
    assert.equal(status, 1, args.join(' '))
    assert.match(stderr, says)
  }
})

test('with DATABASE_URL the records are in that database, and what cannot be reached is said', async () => {
  const own = folder()
  const { connection } = await freshAddress()
  const url = `postgres://endeavour@localhost/${connection.database}?host=${encodeURIComponent(String(connection.host))}`
  const settings = { DATA_DIR: path.join(own, 'data'), DATABASE_URL: url }
  const loaded = await endeavour(['demo', 'load'], settings)
  assert.equal(loaded.status, 0, loaded.stderr)
  assert.match((await endeavour(['review', '2017-18'], settings)).stdout, /Days of school-to-school support/)
  assert.equal(existsSync(path.join(own, 'data/postgres')), false)
  const nobody = await endeavour(['demo', 'load'], {
    ...settings,
    DATABASE_URL: 'postgres://localhost:9/none',
  })
  assert.equal(nobody.status, 1)
  assert.match(nobody.stderr, /^The database could not be reached: .*ECONNREFUSED.*\.\n$/)
})

test('run by npm, paths start where the command was typed', async () => {
  const own = folder()
  const { status } = await endeavour(['audit', 'export', 'log'], {
    DATA_DIR: 'data',
    npm_lifecycle_event: 'endeavour',
    INIT_CWD: own,
  })
  assert.equal(status, 0)
  assert.ok(existsSync(path.join(own, 'log')) && existsSync(path.join(own, 'data')))
})
