import { type AcademicYear, day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { adding } from './adding.ts'
import { reviewAt } from './peer-review.ts'
import { roundAt } from './rounds.ts'
import { deploymentAt, practitioner, termDates, visitTo } from './support.ts'
import { type World, world } from './world.ts'

const own = { ref: null, importId: null }

/** Support both ways, with visits that count and that do not. */
async function supported(w: World) {
  await termDates(w)
  const practitionerId = await practitioner(w)
  const deploymentId = await deploymentAt(w, 'active', { practitionerId })
  const of = { deploymentId, subject: 'Something else' }
  await visitTo(w, { ...of, visitedOn: day('2018-02-06') })
  await visitTo(w, { ...of, visitedOn: day('2018-02-07'), half: 'am' })
  await visitTo(w, { ...of, visitedOn: day('2018-03-20'), status: 'planned' })
  await visitTo(w, { visitedOn: day('2018-01-23'), half: 'pm', subject: 'english ' })
  await visitTo(w, { visitedOn: day('2018-01-24'), subject: 'As Priya Practitioner advised' })
  await visitTo(w, { visitedOn: day('2018-01-25'), throughSsig: false })
  await visitTo(w, { visitedOn: day('2018-01-26'), status: 'missed' })
  await visitTo(w, { visitedOn: day('2017-06-14') })
  const back = {
    ...{ fromMembershipId: w.members.ashmere, fromUrn: 990001, practitionerId: w.people.teacher },
    ...{ toMembershipId: w.members.brindle, toUrn: 990002 },
  }
  await visitTo(w, { ...back, visitedOn: day('2018-01-16'), half: 'pm' })
}

/** Two courses, of which people of Ashmere took part in one: two places, and a mentor who is not whom it is for. */
const learnt = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const plain = { ...own, kind: 'training' as const, subject: null, halfDays: null, status: null }
    const leading = await add('courses', {
      ...plain,
      title: 'Leading',
      audience: 'teacher',
      runBy: 'ashmere',
    })
    const other = await add('courses', { ...plain, title: 'Other', audience: null, runBy: null })
    const at = { ...own, starts: null, ends: null, venue: null }
    const session = (courseId: number, heldOn: string, hosted: boolean, status: 'held' | 'cancelled') =>
      add('courseSessions', {
        ...{ ...at, courseId, heldOn: day(heldOn), status },
        hostMembershipId: hosted ? w.members.ashmere : null,
      })
    const first = await session(leading, '2017-11-14', true, 'held')
    const second = await session(leading, '2018-01-16', false, 'held')
    await session(leading, '2018-02-06', true, 'cancelled')
    const before = await session(leading, '2017-06-13', true, 'held')
    await session(other, '2017-10-10', false, 'held')
    const took = async (
      personId: number,
      courseId: number,
      sessionId: number | null,
      { outcome = 'attended' as 'attended' | 'completed' | 'booked', role = 'teacher', brindle = false } = {},
    ) =>
      add('participants', {
        ...{ importId: null, personId, courseId, sessionId, role, outcome },
        membershipId: brindle ? w.members.brindle : w.members.ashmere,
        urn: brindle ? 990002 : 990001,
      })
    await took(w.people.teacher, leading, first)
    await took(w.people.teacher, leading, second)
    await took(w.people.governor, leading, null, { outcome: 'completed' })
    await took(w.people.deputy, leading, first, { role: 'mentor' })
    await took(w.people.head, leading, second, { outcome: 'booked' })
    await took(w.people.businessManager, leading, before)
    await took(w.people.hubLead, leading, first, { brindle: true })
    await took(w.people.practitioner, other, null, { brindle: true })
    return { leading, other }
  })

/** A second hub, a meeting of both, and others that were held, planned or cancelled, with who was there. */
const met = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const english = await add('groups', {
      ...{ ...own, name: 'English hub', kind: 'hub', subject: 'English', leadId: null },
    } as never)
    const meeting = async (
      heldOn: string,
      groups: number[],
      status: 'held' | 'planned' | 'cancelled' = 'held',
    ) => {
      const meetingId = await add('meetings', {
        ...{ ...own, title: 'A meeting', heldOn: day(heldOn), starts: null, ends: null, place: null, status },
      } as never)
      for (const groupId of groups)
        await tx.insertInto('meetingGroups').values({ meetingId, groupId }).execute()
      return meetingId
    }
    const came = (
      meetingId: number,
      personId: number,
      capacity: 'representative' | 'apologies' = 'representative',
    ) =>
      add('attendances', {
        ...{ importId: null, meetingId, personId, capacity, membershipId: w.members.ashmere, urn: 990001 },
      } as never)
    const { maths, board } = w.groups
    const both = await meeting('2018-02-06', [maths, english])
    await came(both, w.people.teacher)
    await came(both, w.people.deputy)
    await came(await meeting('2017-11-07', [maths]), w.people.teacher, 'apologies')
    await came(await meeting('2018-01-30', [english]), w.people.teacher)
    await meeting('2018-03-20', [maths], 'planned')
    await meeting('2018-02-13', [maths], 'cancelled')
    await came(await meeting('2017-06-20', [maths]), w.people.teacher)
    await came(await meeting('2018-01-09', [board]), w.people.head)
    return { english }
  })

const shared = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const resource = (title: string, sharedOn: string, membershipId: number | null) =>
      add('resources', {
        ...{
          ...own,
          title,
          kind: 'other',
          sharedOn: day(sharedOn),
          groupId: null,
          words: null,
          licence: null,
        },
        ...{ membershipId, sharedBy: null },
      })
    const used = await resource('Bar models', '2017-10-02', w.members.brindle)
    await resource('Data booklet', '2018-02-02', null)
    await resource('Ours', '2018-02-02', w.members.ashmere)
    await resource('Before', '2017-08-31', null)
    for (const personId of [w.people.teacher, w.people.head])
      await add(
        'resourceUses' as 'resources',
        {
          ...{ resourceId: used, membershipId: w.members.ashmere, personId, usedOn: day('2018-01-10') },
          thanks: null,
        } as never,
      )
    const offer = (title: string, fromOn: string, toOn: string | null) =>
      add('packages', {
        ...{ ...own, partner: 'A university', title, subsidised: true, fromOn: day(fromOn) },
        toOn: toOn === null ? null : day(toOn),
      })
    const reading = await offer('Reading', '2016-01-01', null)
    await offer('Ended', '2016-01-01', '2017-08-31')
    await offer('To come', '2018-04-01', null)
    const scheme = (name: string, everyone: boolean) =>
      add('schemes', { ...own, name, kind: 'other', fromOn: day('2017-09-01'), toOn: null, everyone })
    await scheme('For all', true)
    const some = await scheme('For some', false)
    await tx.insertInto('schemeMembers').values({ schemeId: some, membershipId: w.members.brindle }).execute()
    await add('caseStudies', {
      ...{ ...own, title: 'A case', groupId: null, membershipId: w.members.ashmere, theoryOfAction: null },
      ...{ publishedOn: day('2018-01-05'), body: 'Words' },
    })
    return { reading }
  })

type Known = { what: 'support day' | 'course' | 'package'; pence: number; fromYear: number }

/** A price that is known of something, with its source. */
export const priced = (w: World, { courseId, ...given }: Known & { courseId?: number }) =>
  w.database.transaction(everything, (tx) =>
    adding(tx)('knownPrices', {
      ...given,
      ...{ fromYear: given.fromYear as AcademicYear, courseId: courseId ?? null, packageId: null },
      source: 'Price list of <Provider & Co>, March 2017',
    }),
  )

/** A world in which Ashmere had something of everything in 2017-18, and Brindle Moor some. */
export async function hadMuch() {
  const w = await world()
  await supported(w)
  const { leading, other } = await learnt(w)
  const { english } = await met(w)
  await shared(w)
  await roundAt(w, { state: 'visited' })
  await reviewAt(w, 'visited')
  return { w, leading, other, english }
}
