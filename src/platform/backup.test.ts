import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { emptyAddress, freshAddress } from '../../test/database.ts'
import { backUp } from './backup.ts'
import { type Address, Database } from './db.ts'
import { migrate } from './migrate.ts'
import { CannotRestore, restore } from './restore.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-backup-'))
const file = path.join(folder, 'alliance.backup')
after(() => rmSync(folder, { recursive: true }))

async function asOwner<T>(
  { connection, schema }: Address,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    ...connection,
    options: `-c search_path=${schema},public`,
  } as pg.ClientConfig)
  await client.connect()
  return work(client).finally(() => client.end())
}

/** Every kind of value, and every character that a careless writer would stumble over. */
const records = `
  insert into alliance (name, short_name) values ('Vale "Learning" Alliance, \\ (and) friends', 'Vale');
  insert into trusts (name, uid) values ('Élan, Trust', null), (E'two\\nlines\\tand\\r"quotes"''\\\\', 'TR1');
  insert into organisations (name, kind) values ('{curly}', 'partner'), ('', 'office');
  insert into schools (urn, name, short_name, trust_id, opened_on, pupils) values
    (990001, 'Elm', 'Elm', 1, '2001-09-01', 900), (990002, 'Oak', 'Oak', null, null, null);
  insert into memberships (joined_on, left_on) values ('2015-09-01', null), ('2015-09-01', '2016-12-31'), ('2018-09-01', null);
  insert into membership_schools (membership_id, urn, from_on, to_on) values
    (1, 990001, '2015-09-01', null), (2, 990002, '2015-09-01', '2016-12-31'), (3, 990002, '2018-09-01', null);
  insert into people (ref, name, email) values ('p1', 'NULL', 'null@elm.example'), ('p2', '😀 Zoë', null);
  delete from people where ref = 'p1';
  insert into posts (person_id, membership_id, post, from_on) values (2, 1, 'head', '2019-01-01');
  insert into imports (kind, source, digest, state, result) values ('year', 'a folder', 'd', 'applied', '{"added": {"people": 2}, "unicode": "\\u00e9"}');
  insert into uploads (import_id, name, content) values (1, 'all bytes', '\\x0001ff0a0d5c22');
  insert into groups (ref, name, kind, lead_id) values ('board', 'Board', 'board', 2);
  insert into meetings (title, held_on, starts, status) values ('Autumn', '2026-10-06', '16:00', 'held');
  insert into support_visits (practitioner_id, from_urn, to_urn, visited_on, half, status, through_ssig)
    values (2, 990001, 990002, '2026-10-07', 'am', 'done', true);
  insert into reading_tests (membership_id, pupil, test, tested_on, cohort) values (1, 'x', 'NGRT', '2026-10-07', 'c');
  insert into accounts (id, name, email) values ('a', 'Zoë', 'zoe@elm.example');
  insert into sessions (id, token, account_id, expires_at) values ('s', 't', 'a', now() + interval '1 day');
  insert into audit_log (who, did, subject, details) select 'system', 'did', 'it/' || n, '{"n": 1}' from generate_series(1, 1200) n;
`
const filled = async () => {
  const address = await freshAddress()
  await asOwner(address, (client) => client.query(records))
  return address
}

/** Every row of every table as text, and where each sequence stands. */
const everything = (address: Address) =>
  asOwner(address, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'alliance'::regnamespace and relkind = 'r' order by 1`,
    )
    const found: Record<string, string[]> = {}
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)
      found[name] = rows.map(({ row }) => row)
    }
    const { rows: sequences } = await client.query<{ at: string }>(
      `select sequencename || ' ' || coalesce(last_value, 0) as at from pg_sequences where schemaname = 'alliance' order by 1`,
    )
    const all: Record<string, string[]> = {
      ...found,
      migrations: [],
      sequences: sequences.map(({ at }) => at),
    }
    return all
  })

/** What a schema consists of: columns, constraints, indexes, triggers, policies, rights. */
const shape = (address: Address) =>
  asOwner(address, async (client) => {
    const { rows } = await client.query<{ part: string }>(
      `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) as part from pg_constraint where connamespace = 'alliance'::regnamespace
       union all select indexdef from pg_indexes where schemaname = 'alliance'
       union all select pg_get_triggerdef(oid) || ' ' || tgenabled::text from pg_trigger where not tgisinternal
       union all select tablename || ' ' || policyname || ' ' || qual from pg_policies
       union all select relname || ' ' || relacl::text from pg_class where relnamespace = 'alliance'::regnamespace and relacl is not null
       order by 1`,
    )
    return rows.map(({ part }) => part)
  })

test('a backup put into an empty database is the same, row for row and rule for rule', async () => {
  const address = await filled()
  const made = await backUp(address, file)
  const before = await everything(address)
  const target = await emptyAddress()
  assert.deepEqual(await restore(target, file), { ...made, brokenChain: undefined })
  assert.deepEqual(await everything(target), { ...before, sessions: [] })
  assert.deepEqual(await shape(target), await shape(address))
})

test('a backup taken while others write holds whole transactions up to one moment', async () => {
  const address = await freshAddress()
  const database = new Database(address)
  after(() => database.close())
  let writing = true
  const writers = [1, 2, 3].map(async (writer) => {
    for (let n = 1; writing; n += 1)
      await database.transaction({ person: '', memberships: '', groups: '', sees: '' }, async (tx) => {
        const { id } = await tx
          .insertInto('trusts')
          .values({ name: `${writer}/${n}`, uid: null })
          .returning('id')
          .executeTakeFirstOrThrow()
        await tx
          .insertInto('organisations')
          .values({ name: `trust ${id}`, kind: 'partner' })
          .execute()
        await tx
          .insertInto('auditLog')
          .values({ who: 'system', did: 'added', subject: `trusts/${id}`, details: '{}' })
          .execute()
      })
  })
  const written = async () => (await database.pool.query('select from trusts')).rowCount ?? 0
  while ((await written()) < 10) await sleep(5)
  await backUp(address, file)
  writing = false
  await Promise.all(writers)
  const target = await emptyAddress()
  const { brokenChain } = await restore(target, file)
  const [whole, copy] = [await everything(address), await everything(target)]
  assert.equal(brokenChain, undefined)
  assert.ok(copy.trusts && copy.trusts.length > 0, 'nothing was written before the backup')
  assert.equal(copy.trusts.length, copy.organisations?.length)
  assert.equal(copy.trusts.length, copy.audit_log?.length)
  for (const table of ['trusts', 'organisations', 'audit_log'] as const)
    assert.deepEqual(
      copy[table]?.filter((row) => !whole[table]?.includes(row)),
      [],
    )
})

test('after a restore new rows get new numbers and the log goes on', async () => {
  const target = await emptyAddress()
  await backUp(await filled(), file)
  await restore(target, file)
  await asOwner(target, async (client) => {
    const { rows } = await client.query(`insert into people (name) values ('new') returning id`)
    assert.deepEqual(rows, [{ id: 3 }])
    await client.query(
      `insert into audit_log (who, did, subject, details) values ('system', 'did', 'it', '{}')`,
    )
    await assert.rejects(client.query('delete from audit_log'), /only ever added to/)
  })
})

test('mail that waited is not sent by the restored alliance', async () => {
  const address = await freshAddress()
  await asOwner(address, (client) =>
    client.query(
      `insert into mails (message_id, recipient, subject, body) values ('<1@x>', 'a@b.example', 's', 'b')`,
    ),
  )
  await backUp(address, file)
  const target = await emptyAddress()
  await restore(target, file)
  const rows = await asOwner(
    target,
    async (client) => (await client.query('select state, last_error from mails')).rows,
  )
  assert.deepEqual(rows, [{ state: 'failed', last_error: 'Not sent: restored from a backup' }])
})

test('a database that holds records is left as it is', async () => {
  const address = await filled()
  await backUp(address, file)
  const before = await everything(address)
  await assert.rejects(
    restore(address, file),
    /^Error: The database already holds records\. Restore into an empty one/,
  )
  assert.deepEqual(await everything(address), before)
})

test('a database that was migrated and never used takes a backup', async () => {
  const address = await filled()
  await backUp(address, file)
  const target = await emptyAddress()
  await migrate(target)
  assert.equal((await restore(target, file)).alliance, 'Vale "Learning" Alliance, \\ (and) friends')
})

const damages: [string, (bytes: Buffer) => Buffer][] = [
  ['one bit flipped', (bytes) => flipped(bytes, Math.floor(bytes.length / 2))],
  ['its first bit flipped', (bytes) => flipped(bytes, 0)],
  ['its end cut off', (bytes) => bytes.subarray(0, bytes.length - 100)],
  ['nothing in it', () => Buffer.alloc(0)],
  ['a row altered', (bytes) => edited(bytes, (text) => text.replace('Elm', 'Ash'))],
  ['a row removed', (bytes) => edited(bytes, (text) => text.replace(/\n"\(990002[^\n]*/, ''))],
  ['its last line removed', (bytes) => edited(bytes, (text) => text.replace(/\{"sha256[^\n]*\n$/, ''))],
]
const flipped = (bytes: Buffer, at: number) =>
  Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 16 : byte)))
const edited = (bytes: Buffer, edit: (text: string) => string) => gzipSync(edit(gunzipSync(bytes).toString()))
for (const [what, damage] of damages)
  test(`a backup with ${what} is refused and nothing is written`, async () => {
    await backUp(await filled(), file)
    writeFileSync(file, damage(readFileSync(file)))
    const target = await emptyAddress()
    await assert.rejects(
      restore(target, file),
      new CannotRestore('The backup is damaged: it is not what was written. Nothing was changed.'),
    )
    const schemas = await asOwner(
      { ...target, schema: 'public' },
      async (client) => (await client.query(`select from pg_namespace where nspname = 'alliance'`)).rows,
    )
    assert.deepEqual(schemas, [])
  })

const refusals: [string, (text: string) => string, RegExp][] = [
  ['something else', () => '{"other":1}\n', /^Error: This file is not a backup of Endeavour\./],
  ['a later format', (text) => text.replace('"format":1', '"format":2'), /made by a newer Endeavour/],
]
for (const [what, edit, says] of refusals)
  test(`a file with ${what} is refused in a sentence`, async () => {
    await backUp(await filled(), file)
    writeFileSync(file, edited(readFileSync(file), edit))
    await assert.rejects(restore(await emptyAddress(), file), says)
  })

test('a file that is not there is refused in a sentence', async () => {
  await assert.rejects(
    restore(await emptyAddress(), '/nowhere/at.all'),
    new CannotRestore('There is no file /nowhere/at.all.'),
  )
})

/**
 * What the driver says of a connection that was ended under it is a matter of its timing: the server’s own word where
 * that was read, a pipe that broke where it was still writing, or that it knew already when it was next asked.
 */
const brokenOff = /terminat|EPIPE|Client has encountered a connection error and is not queryable/

test('a backup that is broken off leaves the one before it', async () => {
  const address = await filled()
  await backUp(address, file)
  const before = readFileSync(file)
  await asOwner(address, async (client) => {
    await client.query(`insert into trusts (name) select 'trust ' || n from generate_series(1, 100000) n`)
    const broken = assert.rejects(backUp(address, file), brokenOff)
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'fetch%' and datname = current_database()`
    while ((await client.query(cut)).rowCount === 0) await sleep(1)
    await broken
  })
  assert.deepEqual(readFileSync(file), before)
  assert.deepEqual(readdirSync(folder), ['alliance.backup'])
})
