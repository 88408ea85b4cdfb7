import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { type CastName, castNames, world } from '../../../test/world.ts'
import { actor } from '../../platform/action.ts'
import { day } from '../../platform/day.ts'
import { everything, type Tables, viewerOf, type Writer } from '../../platform/db.ts'
import { remove, restore } from '../../platform/revision.ts'
import { visitor as nobody } from '../../platform/who.ts'

/** The database itself is asked here, as the role that serves pages: no rule of ours stands before it. */
type Viewer = CastName | 'visitor'
const viewers: Viewer[] = ['visitor', ...castNames]

const w = await world()
const { people, groups, members } = w

const viewerNamed = async (name: Viewer) => viewerOf(name === 'visitor' ? nobody : await w.who(name))
const as = async <T>(name: Viewer, work: (tx: Writer) => Promise<T>) =>
  w.database.transaction(await viewerNamed(name), work)
const asOffice = <T>(work: (tx: Writer) => Promise<T>) => w.database.transaction(everything, work)

const ids = (tx: Writer, table: string, column: string, item: number) =>
  sql<{ id: number }>`select 1 as id from ${sql.table(table)} where ${sql.ref(column)} = ${item}`.execute(tx)

/** A meeting of the board or the maths hub, with who holds its seats, its chair and its clerk. */
async function meetingOf(
  of: 'board' | 'maths',
  officers: { chairId?: number; clerkId?: number } = {},
  seats: Partial<Record<CastName, Tables['attendances']['capacity']>> = {},
): Promise<number> {
  return asOffice(async (tx) => {
    const { id } = await tx
      .insertInto('meetings')
      .values({ title: 'A meeting', heldOn: day('2018-02-06'), status: 'held', ...officers } as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: groups[of] }).execute()
    for (const [name, capacity] of Object.entries(seats) as [CastName, Tables['attendances']['capacity']][])
      await sql`insert into attendances (meeting_id, membership_id, person_id, capacity)
        values (${id}, ${members.ashmere}, ${people[name]}, ${capacity})`.execute(tx)
    return id
  })
}

type Confided = {
  audience?: 'members' | 'named'
  proposedBy?: CastName
  named?: CastName[]
  withheld?: CastName[]
  interested?: CastName[]
  partB?: boolean
  voted?: boolean
}

/** A vote on an item, with one of everything that can hang on it. */
async function votedOn(tx: Writer, id: number) {
  const { rows } = await sql<{ id: number }>`
    insert into ballots (item_id, asks, manner, majority, question, accepted_at, opened_at, needed, represented)
    values (${id}, 'motion', 'named', 'simple', 'Secret', now(), now(), 1, 1) returning id`.execute(tx)
  const ballot = rows[0]?.id as number
  for (const hangs of [
    sql`insert into ballot_options (ballot_id, position, words) values (${ballot}, 1, 'Secret')`,
    sql`insert into ballot_electors (ballot_id, membership_id, present) values (${ballot}, ${members.ashmere}, true)`,
    sql`insert into votes (ballot_id, membership_id, choice, how) values (${ballot}, ${members.ashmere}, 'for', 'page')`,
    sql`insert into ballot_statements (ballot_id, membership_id, person_id, words)
      values (${ballot}, ${members.ashmere}, ${people.head}, 'Secret')`,
  ])
    await hangs.execute(tx)
}

/** An item with one of everything that can hang on it, each of which was corrected once. */
async function item(meetingId: number, confided: Confided = {}): Promise<number> {
  const {
    audience = 'members',
    proposedBy,
    named = [],
    withheld = [],
    interested = [],
    partB = true,
    voted = true,
  } = confided
  return asOffice(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into agenda_items (meeting_id, position, kind, title, purpose, part_b, audience, proposed_by)
      values (${meetingId}, 1, 'report', 'Secret', 'Secret', ${partB}, ${audience}, ${proposedBy ? people[proposedBy] : null})
      returning id`.execute(tx)
    const id = rows[0]?.id as number
    await sql`insert into papers (meeting_id, item_id, title, words) values (${meetingId}, ${id}, 'Secret', 'Secret')`.execute(
      tx,
    )
    await sql`insert into item_minutes (meeting_id, item_id, words) values (${meetingId}, ${id}, 'Secret')`.execute(
      tx,
    )
    await sql`insert into decisions (meeting_id, item_id, number, words) values (${meetingId}, ${id}, ${`n/${id}`}, 'Secret')`.execute(
      tx,
    )
    await sql`insert into meeting_actions (meeting_id, item_id, words, owner_id, owner_post) values (${meetingId}, ${id}, 'Secret', ${people.teacher}, 'Teacher')`.execute(
      tx,
    )
    await sql`insert into item_markings (item_id, part_b, reason, circulated) values (${id}, true, 'Secret', false)`.execute(
      tx,
    )
    await sql`with edition as (
        insert into minute_editions (meeting_id, number, digest) values (${meetingId}, ${id}, '') returning id),
      part as (insert into minute_edition_parts (edition_id, position, kind, digest) select id, 1, 'part b', '' from edition returning id)
      insert into minute_edition_texts (part_id, item_id, nonce, content) select id, ${id}, '', 'Secret' from part`.execute(
      tx,
    )
    if (voted) await votedOn(tx, id)
    for (const [name, may] of [
      ...named.map((n) => [n, true] as const),
      ...withheld.map((n) => [n, false] as const),
    ])
      await sql`insert into item_readers (item_id, person_id, may) values (${id}, ${people[name]}, ${may})`.execute(
        tx,
      )
    for (const name of interested)
      await sql`insert into item_interests (item_id, person_id, words) values (${id}, ${people[name]}, 'Mine')`.execute(
        tx,
      )
    return id
  })
}

const seen = async (name: Viewer, id: number) =>
  as(name, async (tx) => (await ids(tx, 'agenda_items', 'id', id)).rows.length > 0)

test('who put themselves on a register with the code of the door reads nothing confidential by that', async () => {
  for (const [of, capacity, reads] of [
    ['maths', 'representative', false],
    ['maths', 'head', false],
    ['board', 'deputy', true],
  ] as const) {
    const meeting = await meetingOf(of, {}, { teacher: capacity })
    const id = await item(meeting)
    await w.database.pool.query(`update attendances set how = 'phone' where meeting_id = $1`, [meeting])
    assert.equal(await seen('teacher', id), reads, `${of} ${capacity}`)
    await w.database.pool.query(`update attendances set how = 'clerk' where meeting_id = $1`, [meeting])
    assert.ok(await seen('teacher', id), `${of} ${capacity}, by the clerk`)
  }
})

describe('who reads a confidential item', () => {
  const cases: [string, () => Promise<number>, Confided, Viewer[]][] = [
    [
      'a head reads what the board’s own members may, a deputy without the seat does not',
      () => meetingOf('board'),
      {},
      ['coordinator', 'head', 'otherHead'],
    ],
    [
      'so do its chair, its clerk and the deputy who held the seat there',
      () =>
        meetingOf(
          'board',
          { chairId: people.governor, clerkId: people.businessManager },
          { deputy: 'deputy' },
        ),
      {},
      ['coordinator', 'head', 'otherHead', 'governor', 'businessManager', 'deputy'],
    ],
    [
      'nobody holds a seat of the board as a representative, an observer or with apologies',
      () =>
        meetingOf(
          'board',
          {},
          { deputy: 'observer', teacher: 'representative', ssig: 'apologies', officer: 'authority officer' },
        ),
      {},
      ['coordinator', 'head', 'otherHead'],
    ],
    [
      'where only those named read it, heads do not, and an officer who is named does',
      () => meetingOf('board', { clerkId: people.businessManager }),
      { audience: 'named', named: ['officer', 'teacher'] },
      ['coordinator', 'businessManager', 'officer', 'teacher'],
    ],
    [
      'whoever proposed it goes on reading it',
      () => meetingOf('board'),
      { audience: 'named', proposedBy: 'deputy' },
      ['coordinator', 'deputy'],
    ],
    [
      'a head from whom it is withheld does not read it, nor one who declared an interest',
      () => meetingOf('board'),
      { withheld: ['head'], interested: ['otherHead'] },
      ['coordinator'],
    ],
    [
      'nor does its chair, its clerk or a named reader, once it is withheld from them or they are interested',
      () => meetingOf('board', { chairId: people.head, clerkId: people.businessManager }),
      { proposedBy: 'deputy', withheld: ['head', 'deputy'], interested: ['businessManager'] },
      ['coordinator', 'otherHead'],
    ],
    [
      'a group’s lead and its members read what is its own; observers, officers and partners on it do not',
      () => meetingOf('maths'),
      {},
      ['coordinator', 'hubLead', 'teacher'],
    ],
    [
      'who spoke for a school there reads it as its members do',
      () => meetingOf('maths', {}, { deputy: 'representative' }),
      {},
      ['coordinator', 'hubLead', 'teacher', 'deputy'],
    ],
    [
      'who leads the group keeps the meeting, and reads what only those named may',
      () => meetingOf('maths'),
      { audience: 'named' },
      ['coordinator', 'hubLead'],
    ],
    [
      'what is not confidential is hidden from nobody',
      () => meetingOf('board'),
      { partB: false, interested: ['otherHead'] },
      viewers,
    ],
  ]

  test('(the teacher serves on the maths hub; SSIG only observes it, an officer and a partner sit on it)', async () => {
    const serving = [
      ['teacher', 'member'],
      ['ssig', 'observer'],
      ['officer', 'member'],
      ['partner', 'representative'],
    ] as const
    await asOffice(async (tx) => {
      for (const [name, part] of serving)
        await tx
          .insertInto('groupMembers')
          .values({ groupId: groups.maths, personId: people[name], part, fromOn: day('2016-09-01') } as never)
          .execute()
    })
    assert.deepEqual((await w.who('ssig')).serves, [groups.maths, groups.ssig])
  })

  for (const [says, meeting, confided, may] of cases)
    test(says, async () => {
      const id = await item(await meeting(), confided)
      const found: Viewer[] = []
      for (const name of viewers) if (await seen(name, id)) found.push(name)
      assert.deepEqual(found.sort(), [...may].sort())
    })
})

/** Every table whose rows hang on an item, as the database knows them. */
async function hanging(): Promise<{ table: string; column: string; guarded: boolean }[]> {
  const { rows } = await w.database.pool.query(`
    select conrelid::regclass::text as table, attname as column, relrowsecurity as guarded
    from pg_constraint join pg_class on pg_class.oid = conrelid
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where confrelid = 'agenda_items'::regclass and contype = 'f' and attname <> 'follows_id'`)
  return rows
}

describe('what hangs on a confidential item is read as the item is', () => {
  test('every table that hangs on an item has row security', async () => {
    const tables = await hanging()
    assert.ok(tables.length >= 10)
    assert.deepEqual(
      tables.filter(({ guarded }) => !guarded),
      [],
    )
  })

  test('whoever may not read the item finds no row of any of them, and whoever may finds each', async () => {
    const id = await item(await meetingOf('board'), { interested: ['otherHead'] })
    await correctAll(id)
    for (const { table, column } of await hanging())
      for (const name of viewers) {
        const { rows } = await as(name, (tx) => ids(tx, table, column, id))
        const kept = /^item_(openings|recalls)$/.test(table)
        const own = table === 'item_interests' && name === 'otherHead'
        const may = own || (!kept && ['coordinator', 'head'].includes(name))
        const stands = table === 'item_readers' || kept ? false : may
        assert.equal(rows.length > 0, stands, `${name} in ${table}`)
      }
  })

  test('nor of what hangs on its votes', async () => {
    const id = await item(await meetingOf('board'))
    const { rows: found } = await asOffice((tx) =>
      sql<{ id: number }>`select id from ballots where item_id = ${id}`.execute(tx),
    )
    for (const table of ['ballot_options', 'ballot_electors', 'votes', 'ballot_statements'])
      for (const name of viewers) {
        const { rows } = await as(name, (tx) => ids(tx, table, 'ballot_id', found[0]?.id as number))
        const may = ['coordinator', 'head', 'otherHead'].includes(name)
        assert.equal(rows.length > 0, may, `${name} in ${table}`)
      }
  })

  test('nor anything of what it said before', async () => {
    const id = await item(await meetingOf('board'))
    await correctAll(id)
    for (const name of viewers) {
      const { rows } = await as(name, (tx) =>
        sql<{ tableName: string }>`select table_name from revisions where before::text like '%Secret%'
          and (before ->> 'item_id' = ${String(id)} or (table_name = 'agenda_items' and row_id = ${id}))`.execute(
          tx,
        ),
      )
      const tables = rows.map(({ tableName }) => tableName).sort()
      const all = ['agenda_items', 'ballots', 'decisions', 'item_minutes', 'meeting_actions', 'papers']
      assert.deepEqual(tables, ['coordinator', 'head', 'otherHead'].includes(name) ? all : [], name)
    }
  })

  test('an item that was taken off the agenda is found by the office alone, and only the office can put it back', async () => {
    const id = await item(await meetingOf('board'), { voted: false })
    await sqlAs('coordinator', (tx) =>
      sql`delete from minute_edition_texts where item_id = ${id}`.execute(tx),
    )
    const office = actor(w.database, await w.who('coordinator'), day('2018-03-05'))
    await office.act({ did: 'removed', subject: 'x' }, (tx, by) =>
      remove(tx, by, 'agendaItems', { id, version: 1 }),
    )
    for (const name of viewers) {
      const { rows } = await as(name, (tx) =>
        sql`select from revisions where table_name = 'agenda_items' and row_id = ${id}`.execute(tx),
      )
      assert.equal(rows.length, name === 'coordinator' ? 1 : 0, name)
      if (name !== 'coordinator')
        assert.equal(await as(name, (tx) => restore(tx, 'agendaItems', id)), false, name)
    }
    assert.equal(await as('coordinator', (tx) => restore(tx, 'agendaItems', id)), true)
    assert.deepEqual([await seen('deputy', id), await seen('head', id)], [false, true])
  })
})

const sqlAs = as

/** Each of the six tables whose rows are corrected, once, by the office. */
async function correctAll(id: number) {
  await asOffice(async (tx) => {
    await sql`insert into revisions (table_name, row_id, version, before)
      select 'agenda_items', id, 1, to_jsonb(i) from agenda_items i where id = ${id}`.execute(tx)
    for (const table of ['papers', 'item_minutes', 'decisions', 'meeting_actions', 'ballots'])
      await sql`insert into revisions (table_name, row_id, version, before)
        select ${table}, id, 1, to_jsonb(t) from ${sql.table(table)} t where item_id = ${id}`.execute(tx)
  })
}

describe('nobody writes where they may not read', () => {
  const refusesRow = (work: Promise<unknown>) => assert.rejects(work, { code: '42501' })

  test('nothing can be hung on a hidden item', async () => {
    const meetingId = await meetingOf('board')
    const id = await item(meetingId)
    const other = await item(meetingId, { partB: false })
    const writes: ((tx: Writer, on: number) => Promise<unknown>)[] = [
      (tx, on) =>
        sql`insert into papers (meeting_id, item_id, title, words) values (${meetingId}, ${on}, 'x', 'x')`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into decisions (meeting_id, item_id, number, words) values (${meetingId}, ${on}, 'x/1', 'x')`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into meeting_actions (meeting_id, item_id, words, owner_id, owner_post) values (${meetingId}, ${on}, 'x', ${people.deputy}, 'x')`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into item_readers (item_id, person_id, may) values (${on}, ${people.deputy}, true)`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into item_markings (item_id, part_b, reason, circulated) values (${on}, false, 'x', false)`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into item_interests (item_id, person_id, words) values (${on}, ${people.deputy}, 'x')`.execute(
          tx,
        ),
      (tx, on) =>
        sql`insert into item_openings (item_id, person_id, what, part_b) values (${on}, ${people.deputy}, 'item', true)`.execute(
          tx,
        ),
      (tx, on) => sql`update papers set item_id = ${on} where item_id = ${other}`.execute(tx),
      (tx, on) => sql`insert into meeting_words values ('item', 0, ${meetingId}, ${on}, '')`.execute(tx),
    ]
    for (const write of writes) {
      await refusesRow(as('deputy', (tx) => write(tx, id)))
      // A number that no item has is refused in the same words, so that nothing is learnt from them.
      await refusesRow(as('deputy', (tx) => write(tx, 999_999)))
    }
  })

  test('nothing of it is changed or removed, and it can be marked but not unmarked', async () => {
    const id = await item(await meetingOf('board'))
    for (const { table, column } of await hanging()) {
      const { rows } = await as('deputy', (tx) =>
        sql`delete from ${sql.table(table)} where ${sql.ref(column)} = ${id} returning 1`.execute(tx),
      )
      assert.deepEqual(rows, [], table)
    }
    const unmarked = await as('deputy', (tx) =>
      sql`update agenda_items set part_b = false where id = ${id}`.execute(tx),
    )
    assert.equal(unmarked.numAffectedRows, 0n)
    assert.equal(await seen('head', id), true)
  })

  test('who marks an item may lose it by that, and who adds one may add it marked', async () => {
    const meetingId = await meetingOf('board')
    const id = await item(meetingId, { partB: false })
    const { numAffectedRows } = await as('hubLead', (tx) =>
      sql`update agenda_items set part_b = true where id = ${id}`.execute(tx),
    )
    assert.deepEqual([numAffectedRows, await seen('hubLead', id), await seen('head', id)], [1n, false, true])
    const { rows } = await as('hubLead', (tx) =>
      sql<{ id: number }>`
      insert into agenda_items (meeting_id, position, kind, title, part_b) values (${meetingId}, 2, 'report', 'x', true) returning id`.execute(
        tx,
      ),
    )
    assert.equal(await seen('hubLead', rows[0]?.id as number), false)
  })

  test('nobody takes back an interest of their own to read what it keeps from them', async () => {
    const id = await item(await meetingOf('board'), { interested: ['head'] })
    for (const write of [
      sql`delete from item_interests where item_id = ${id}`,
      sql`update item_interests set person_id = ${people.partner} where item_id = ${id}`,
    ])
      assert.equal((await as('head', (tx) => write.execute(tx))).numAffectedRows, 0n)
    assert.equal(await seen('head', id), false)
    await as('otherHead', (tx) => sql`delete from item_interests where item_id = ${id}`.execute(tx))
    assert.equal(await seen('head', id), true)
  })

  test('a confidential item stays in its meeting, whoever moves it', async () => {
    const [from, to] = [await meetingOf('board'), await meetingOf('maths')]
    const id = await item(from)
    const move = (tx: Writer) => sql`update agenda_items set meeting_id = ${to} where id = ${id}`.execute(tx)
    await assert.rejects(as('coordinator', move), { constraint: 'agenda_items_confidential_stays' })
    await assert.rejects(
      as('head', (tx) =>
        sql`update agenda_items set meeting_id = ${to}, part_b = false where id = ${id}`.execute(tx),
      ),
      { constraint: 'agenda_items_confidential_stays' },
    )
    const open = await item(from, { partB: false })
    await as('coordinator', (tx) =>
      sql`update agenda_items set meeting_id = ${to} where id = ${open}`.execute(tx),
    )
  })

  test('what is written of readings and markings stays, and nobody writes it in another’s name', async () => {
    const id = await item(await meetingOf('board'))
    const opened = (who: number) => (tx: Writer) =>
      sql`insert into item_openings (item_id, person_id, what, part_b) values (${id}, ${who}, 'item', true) returning id`.execute(
        tx,
      )
    await as('head', opened(people.head))
    await refusesRow(as('head', opened(people.otherHead)))
    for (const table of ['item_openings', 'item_markings'])
      for (const name of ['head', 'coordinator'] as const) {
        const gone = await as(name, (tx) =>
          sql`delete from ${sql.table(table)} where item_id = ${id}`.execute(tx),
        )
        assert.equal(gone.numAffectedRows, 0n)
      }
    const told = async (name: Viewer) =>
      as(name, async (tx) => (await ids(tx, 'item_openings', 'item_id', id)).rows.length)
    assert.deepEqual([await told('coordinator'), await told('head'), await told('otherHead')], [1, 1, 0])
  })
})

describe('the wall has no other door', () => {
  test('no view shows more than its reader may, and what runs as the owner is known here by name', async () => {
    const { rows: open } = await w.database.pool.query(`
      select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'alliance'::regnamespace
        and not coalesce(reloptions::text like '%security_invoker=true%', false)`)
    assert.deepEqual(open, [])
    const { rows } = await w.database.pool.query(`
      select proname, array_to_string(proconfig, ';') as set from pg_proc
      where prosecdef and pronamespace = 'alliance'::regnamespace order by proname`)
    assert.deepEqual(
      rows.map(({ proname }) => proname),
      [
        ...['every_movement_balances', 'half_days_bound_in', 'heads_host', 'hidden_items'],
        ...['hold_the_account', 'hold_the_invoice', 'in_round', 'item_number'],
        ...['keep_ballot_words', 'keep_former_vote', 'keep_meeting_words', 'keep_page_words'],
        ...['last_position', 'marked_since', 'matched_first', 'no_more_than_is_on_account'],
        ...['no_more_than_was_paid', 'of_reviewer', 'places_saying', 'reads_notes', 'reported', 'reviews'],
        ...['round_observed', 'settled_to_the_penny', 'take_part', 'tell_ballots'],
        ...['tell_of_ballot', 'vote_while_open', 'within_the_offer', 'works_at', 'writes_text'],
      ],
    )
    for (const { proname, set } of rows) assert.match(set, /search_path=alliance, public, pg_temp/, proname)
  })

  test('what is searched for is found by whoever may read it, and by nobody else', async () => {
    const id = await item(await meetingOf('board'), { interested: ['otherHead'] })
    for (const name of viewers) {
      const { rows } = await as(name, (tx) =>
        sql<{
          source: string
        }>`select source from places_saying(to_tsquery('english', 'secret')) where item_id = ${id} order by source`.execute(
          tx,
        ),
      )
      const may = ['coordinator', 'head'].includes(name)
      assert.deepEqual(
        rows.map(({ source }) => source),
        may ? ['action', 'ballot', 'decision', 'item', 'minute', 'paper'] : [],
        name,
      )
    }
  })

  test('a table that a session makes for itself does not take the place of ours', async () => {
    const id = await item(await meetingOf('board'))
    const found = await as('deputy', async (tx) => {
      await sql`create temporary table item_readers as select ${id}::bigint as item_id, ${people.deputy}::bigint as person_id, true as may`
        .execute(tx)
        .catch(() => undefined)
      return (await ids(tx, 'agenda_items', 'id', id)).rows.length
    }).catch(() => 0)
    assert.equal(found, 0)
  })
})
