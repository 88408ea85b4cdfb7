import type { Cells } from '../../meetings/bring/read.ts'
import { dayIn, insert, personIn } from '../../meetings/bring/rows.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import type { RoundState, Stage } from '../../rounds/tables.ts'
import { membershipOf, several, type Then } from './known.ts'
import type { Sheets } from './sheets.ts'

/** Rounds as far as they have come: rooms are `M1, Year 9, Maths`, notes `M1: what was seen`, patterns `words = M1 M2 M3`. */
export async function bringRounds(tx: Writer, { rounds }: Sheets, then: Then): Promise<void> {
  for (const cells of rounds) {
    const id = await bringRound(tx, cells, then)
    const visitors = await visitorsOf(tx, id, cells, then)
    const rooms = await roomsOf(tx, id, cells)
    await notesOf(tx, id, cells, { rooms, visitors })
    await stagesOf(tx, id, cells)
    await patternsOf(tx, id, cells, rooms)
  }
}

async function bringRound(tx: Writer, cells: Cells, { known }: Then): Promise<number> {
  const visitOn = dayIn(cells.visit_on) as Day
  const marks = several(cells.marks).map((one) => one.split(': '))
  const { id } = await tx
    .insertInto('rounds')
    .values({
      ...{ hostMembershipId: membershipOf(known, cells.urn, visitOn), title: cells.title ?? '' },
      ...{
        problem: cells.problem ?? '',
        marks: JSON.stringify(Object.fromEntries(marks)),
        visitOn,
        starts: '09:00',
      },
      ...{
        ends: '15:30',
        leadId: cells.lead ? personIn(cells.lead, known) : null,
        state: cells.state as RoundState,
      },
      ...{
        theoryIf: cells.theory_if || null,
        theoryThen: cells.theory_then || null,
        returnOn: dayIn(cells.return_on),
      },
      ...{ returnedWords: cells.returned || null, caseStudyId: null },
      returnedAt: cells.returned ? new Date(`${cells.return_on}T15:00:00Z`) : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function visitorsOf(tx: Writer, roundId: number, cells: Cells, { known }: Then): Promise<number[]> {
  const people = several(cells.visitors).map((ref) => personIn(ref, known))
  for (const personId of people) {
    const post = await tx
      .selectFrom('posts')
      .select('membershipId')
      .where('personId', '=', personId)
      .orderBy('fromOn', (order) => order.desc().nullsLast())
      .executeTakeFirst()
    await insert(tx, 'roundVisitors', [{ roundId, personId, membershipId: post?.membershipId ?? null }])
  }
  return people
}

type Rooms = Map<string, number>

async function roomsOf(tx: Writer, roundId: number, cells: Cells): Promise<Rooms> {
  const rooms: Rooms = new Map()
  for (const one of several(cells.rooms)) {
    const [code = '', yearGroup = '', subject = ''] = one.split(', ')
    const { id } = await tx
      .insertInto('roundRooms')
      .values({ roundId, code, yearGroup, subject })
      .returning('id')
      .executeTakeFirstOrThrow()
    rooms.set(code, id)
  }
  return rooms
}

async function notesOf(
  tx: Writer,
  roundId: number,
  cells: Cells,
  { rooms, visitors }: { rooms: Rooms; visitors: number[] },
) {
  const notes = several(cells.notes).map((one, i) => {
    const [code = '', ...words] = one.split(': ')
    const personId = visitors[i % visitors.length] as number
    return { roundId, roomId: rooms.get(code) as number, personId, words: words.join(': ') }
  })
  await insert(tx, 'roundNotes', notes)
}

async function stagesOf(tx: Writer, roundId: number, cells: Cells) {
  const said: [Stage, string | undefined][] = [
    ['description', cells.description],
    ['analysis', cells.analysis],
    ['prediction', cells.prediction],
    ['next level', cells.next_level],
  ]
  for (const [stage, words] of said)
    if (words)
      await insert(tx, 'roundStages', [
        { roundId, stage, words, agreedBy: null, agreedAt: new Date(`${cells.visit_on}T16:00:00Z`) },
      ])
}

async function patternsOf(tx: Writer, roundId: number, cells: Cells, rooms: Rooms) {
  for (const one of several(cells.patterns)) {
    const [words = '', codes = ''] = one.split(' = ')
    const { id } = await tx
      .insertInto('roundPatterns')
      .values({ roundId, words, writtenBy: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const seen = codes.split(' ').map((code) => ({ patternId: id, roomId: rooms.get(code) as number }))
    await insert(tx, 'roundPatternRooms', seen)
  }
}
