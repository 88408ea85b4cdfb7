import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ICAL from 'ical.js'
import { type CastName, emailOf, origin, today, type World, world } from '../../test/world.ts'
import { correctMeeting } from '../meetings/actions.ts'
import type { Actor } from '../platform/action.ts'
import { addDays } from '../platform/day.ts'
import { invite, leaveOut } from './actions.ts'
import { tellOf } from './work.ts'

type Held = { sequence: number; title: string; start: string; place: string; off: boolean }

/** What a calendar program makes of one more message: an older one than it has is not heeded (RFC 5546, 2.1.5). */
function heeded(held: Held | undefined, text: string): Held | undefined {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component
  const of = (name: string) => String(event.getFirstPropertyValue(name) ?? '')
  const sequence = Number(of('sequence'))
  if (held && sequence <= held.sequence) return held
  const off = of('status') === 'CANCELLED' || calendar.getFirstPropertyValue('method') === 'CANCEL'
  return { sequence, title: of('summary'), start: of('dtstart'), place: of('location'), off }
}

const guests: CastName[] = ['teacher', 'head', 'officer']
const guest = fc.constantFrom(...guests)

type Meeting = { title: string; day: number; starts: string | null; place: string | null; cancelled: boolean }

const meeting: fc.Arbitrary<Meeting> = fc.record({
  title: fc.constantFrom('Bar models', 'Algebra', 'Ratio, rates; and £'),
  day: fc.integer({ min: 1, max: 3 }),
  starts: fc.constantFrom(null, '15:45', '19:00'),
  place: fc.constantFrom(null, 'Ashmere', 'Brindle Moor'),
  cancelled: fc.nat(4).map((n) => n === 0),
})

const step = fc.oneof(
  fc.record({ did: fc.constant('change' as const), to: meeting }),
  fc.record({ did: fc.constant('invite' as const), whom: guest }),
  fc.record({ did: fc.constant('leave out' as const), whom: guest }),
  fc.record({ did: fc.constant('tell' as const) }),
)

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

const clock = { now: () => new Date('2018-03-05T12:00:00Z'), today: () => today }
const settings = { url: origin, mail: { url: 'smtp://mail.test', from: 'office@alliance.test' } }

const filled = (w: World, { day, cancelled, ...rest }: Meeting) => ({
  ...{ ...rest, ends: null, link: null, groups: [w.groups.maths] },
  ...{ heldOn: addDays(today, day), status: cancelled ? ('cancelled' as const) : ('planned' as const) },
})

const first: Meeting = { title: 'Bar models', day: 2, starts: null, place: null, cancelled: false }

async function begun(w: World): Promise<number> {
  await w.database.pool.query('delete from mails; delete from meetings')
  const { rows } = await w.database.pool.query(
    `with meeting as (insert into meetings (title, held_on, status) values ('Bar models', $1, 'planned') returning id)
     insert into meeting_groups select id, $2 from meeting returning meeting_id as id`,
    [addDays(today, first.day), w.groups.maths],
  )
  return Number(rows[0].id)
}

/** Does all this to a meeting. @returns how it stands at the end, and who is to come. */
async function livedThrough(w: World, by: Actor, id: number, steps: Step[]) {
  let now = first
  const wanted = new Set<CastName>()
  const change = async (to: Meeting) => {
    const of = w.db.selectFrom('meetings').select('version').where('id', '=', id)
    const { version } = await of.executeTakeFirstOrThrow()
    await correctMeeting(by, { id, version }, filled(w, to))
    now = to
  }
  const list = async (whom: CastName, add: boolean) => {
    if (now.cancelled) return
    await (add ? invite : leaveOut)(by, id, w.people[whom])
    if (add) wanted.add(whom)
    else wanted.delete(whom)
  }
  for (const one of steps) {
    if (one.did === 'change') await change(one.to)
    else if (one.did === 'tell') await tellOf({ database: w.database, clock, settings }, id)
    else await list(one.whom, one.did === 'invite')
  }
  return { now, wanted }
}

const sentTo = async (w: World, name: CastName) => {
  const mails = w.db
    .selectFrom('mails')
    .select('calendar')
    .where('recipient', '=', emailOf(name))
    .orderBy('id')
  return (await mails.execute()).map(({ calendar }) => calendar ?? '')
}

/** Each message says something else than the one before it, under a higher SEQUENCE. */
function nothingTwice(texts: string[]) {
  const states = texts.map((text) => heeded(undefined, text) as Held)
  for (const [at, state] of states.entries()) {
    const before = states[at - 1]
    if (!before) continue
    assert.ok(state.sequence > before.sequence)
    assert.notDeepEqual({ ...state, sequence: 0 }, { ...before, sequence: 0 })
  }
}

test('through any history and in whatever order mail arrives, each calendar says what is so, and nothing is said twice', async () => {
  const w = await world()
  const by = await w.by('coordinator')
  const given = { database: w.database, clock, settings }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), fc.nat(), async (steps, turn) => {
      const id = await begun(w)
      const { now, wanted } = await livedThrough(w, by, id, steps)
      await tellOf(given, id)
      assert.equal(await tellOf(given, id), 0)
      for (const name of guests) {
        const texts = await sentTo(w, name)
        nothingTwice(texts)
        const arriving = texts.map((_, at) => texts[(at * (turn % 7) + turn) % texts.length] as string)
        const held = [...arriving, ...texts].reduce<Held | undefined>(heeded, undefined)
        if (!wanted.has(name) || now.cancelled) assert.ok(held === undefined || held.off)
        else {
          const start = `${addDays(today, now.day)}${now.starts ? `T${now.starts}:00` : ''}`
          const expected = { title: now.title, start, place: now.place ?? '', off: false }
          assert.deepEqual(held, { ...expected, sequence: held?.sequence })
        }
      }
    }),
    { numRuns: 8 },
  )
})
