import type { Insertable } from 'kysely'
import { day } from '../src/platform/day.ts'
import { everything, type Tables } from '../src/platform/db.ts'
import { marks } from '../src/rounds/tables.ts'
import { adding } from './adding.ts'
import { today, type World } from './world.ts'

const said = Object.fromEntries(Object.keys(marks).map((mark) => [mark, 'Staff have looked at it together.']))

type Given = Partial<Insertable<Tables['rounds']>>
export type RoundMade = { id: number; rooms: number[]; at: string }

/**
 * A round at Ashmere today, led by Dev, its deputy: seven rooms, and a visiting group of twelve: Olive, Sana, Priya and
 * Lee of Brindle Moor, Hannah who heads Ashmere, and seven teachers of Brindle Moor.
 */
export const roundAt = (w: World, given: Given = {}): Promise<RoundMade> =>
  w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const id = await add('rounds', {
      ...{ hostMembershipId: w.members.ashmere, title: 'Who does the thinking', visitOn: today },
      problem: 'A few pupils answer most questions. Who is asked, and how long do they have?',
      ...{ marks: JSON.stringify(said), starts: '09:00', ends: '15:00', leadId: w.people.deputy },
      ...{ theoryIf: null, theoryThen: null, returnOn: null, returnedWords: null, returnedAt: null },
      ...{ sharedAt: null, offered: null, caseStudyId: null },
      ...given,
    })
    const named = [w.people.otherHead, w.people.ssig, w.people.practitioner, w.people.hubLead]
    for (const personId of named)
      await add('roundVisitors', { roundId: id, personId, membershipId: w.members.brindle })
    await add('roundVisitors', { roundId: id, personId: w.people.head, membershipId: w.members.ashmere })
    for (let i = 1; i <= 7; i++) {
      const personId = await add('people', {
        name: `Vee Visitor${i}`,
        email: null,
        ref: null,
        importId: null,
      })
      await add('posts', {
        ...{ personId, post: 'teacher', membershipId: w.members.brindle, organisationId: null },
        ...{ fromOn: day('2016-09-01'), toOn: null, importId: null },
      })
      await add('roundVisitors', { roundId: id, personId, membershipId: w.members.brindle })
    }
    const rooms: number[] = []
    for (let i = 1; i <= 7; i++)
      rooms.push(
        await add('roundRooms', { roundId: id, code: `M${i}`, yearGroup: `Year ${6 + i}`, subject: 'Maths' }),
      )
    return { id, rooms, at: `/rounds/${id}` }
  })
