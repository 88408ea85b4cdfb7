import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { boardMeeting } from '../../test/board.ts'
import { origin, type World, world } from '../../test/world.ts'
import { Live } from './live.ts'

/** Waits for what is soon so, and fails when it is not. */
async function soon(what: string, isSo: () => boolean) {
  for (let waited = 0; waited < 4_000; waited += 20) {
    if (isSo()) return
    await sleep(20)
  }
  assert.fail(`not within 4 s: ${what}`)
}

/** The connections that listen, as the owner of the database sees them; closed, where that is asked. */
async function listening(w: World, close = false): Promise<number> {
  const { options: _, ...as } = w.database.pool.options
  const owner = new pg.Client(as)
  await owner.connect()
  const { rowCount } = await owner.query(
    `select ${close ? 'pg_terminate_backend(pid)' : 'pid'} from pg_stat_activity
     where datname = current_database() and query like 'listen%'`,
  )
  await owner.end()
  return rowCount ?? 0
}

const come = (w: World, meetingId: number) =>
  w.database.pool.query(
    `insert into attendances (meeting_id, membership_id, capacity) values ($1, $2, 'head')`,
    [meetingId, w.members.ashmere],
  )

describe('what tells open pages of changes', () => {
  test('each hears of its own record, over one connection that goes with the last', async () => {
    const w = await world()
    const [one, other] = [await boardMeeting(w), await boardMeeting(w)]
    const live = new Live(w.database)
    const heard: number[] = []
    const stops = [one, other].map((id) =>
      live.listen(
        `meetings/${id}`,
        () => heard.push(id),
        () => {},
      ),
    )
    await soon('told once it listens', () => heard.length === 2)
    assert.equal(await listening(w), 1)
    await come(w, one)
    await soon('told of the change', () => heard.length === 3)
    assert.equal(heard.at(-1), one)
    for (const stop of stops) stop()
    assert.equal(live.open, 0)
    while ((await listening(w)) > 0) await sleep(20)
  })

  test('a connection that broke is made again, and everybody is told, since nobody knows what was missed', async () => {
    const w = await world()
    const meeting = await boardMeeting(w)
    const live = new Live(w.database)
    let heard = 0
    const stop = live.listen(
      `meetings/${meeting}`,
      () => {
        heard += 1
      },
      () => {},
    )
    await soon('told once it listens', () => heard === 1)
    assert.equal(await listening(w, true), 1)
    await soon('told when it listens again', () => heard === 2)
    await come(w, meeting)
    await soon('told of the change', () => heard === 3)
    stop()
  })

  test('its end ends every stream', async () => {
    const w = await world()
    const live = new Live(w.database)
    let closed = 0
    live.listen(
      'meetings/1',
      () => {},
      () => {
        closed += 1
      },
    )
    await live.close()
    assert.equal(closed, 1)
  })
})

describe('the stream of a page', () => {
  const streamOf = async (w: World, as: 'head' | 'partner' | 'teacher', of: string) => {
    const answer = await w.site.request(`${origin}/live?of=${of}`, {
      headers: { cookie: await w.cookie(as) },
    })
    return {
      status: answer.status,
      reader: answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>,
    }
  }

  test('says that the record has changed, and nothing of what', async () => {
    const w = await world()
    const meeting = await boardMeeting(w)
    const { status, reader } = await streamOf(w, 'head', `meetings/${meeting}`)
    assert.equal(status, 200)
    const text = async () => new TextDecoder().decode((await reader.read()).value)
    assert.match(await text(), /^retry: \d+\n\n$/)
    assert.equal(await text(), `data: meetings/${meeting}\n\n`)
    await come(w, meeting)
    assert.equal(await text(), `data: meetings/${meeting}\n\n`)
    await reader.cancel()
  })

  test('so many are open to one person that nobody keeps the others out', async () => {
    const w = await world()
    const of = `meetings/${await boardMeeting(w)}`
    const open = []
    for (let i = 0; i < 50; i++) open.push(await streamOf(w, 'head', of))
    const more = await streamOf(w, 'head', of)
    assert.deepEqual([open.at(-1)?.status, more.status], [200, 409])
    const cookie = await w.cookie('governor')
    const other = await w.site.request(`${origin}/live?of=${of}`, { headers: { cookie } })
    assert.equal(other.status, 200)
    await other.body?.cancel()
    await open.pop()?.reader.cancel()
    const again = await streamOf(w, 'head', of)
    assert.equal(again.status, 200)
    for (const { reader } of [...open, again]) await reader.cancel()
  })

  test('is for those who may see the record', async () => {
    const w = await world()
    const meeting = await boardMeeting(w)
    const cases = [
      ['partner', `meetings/${meeting}`],
      ['teacher', `meetings/${meeting}`],
      ['head', 'meetings/999'],
      ['head', 'people/1'],
      ['head', 'meetings/1;x'],
    ] as const
    for (const [as, of] of cases) {
      const { status, reader } = await streamOf(w, as, of)
      assert.equal(status, 404, `${as} ${of}`)
      await reader.cancel()
    }
  })
})
