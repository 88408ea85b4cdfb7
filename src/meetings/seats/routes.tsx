import { groupsSeen } from '../../groups/rules.ts'
import { memberOptions, membersOn } from '../../members/queries.ts'
import { personOn, personOptions } from '../../people/queries.ts'
import { actor } from '../../platform/action.ts'
import type { Database } from '../../platform/db.ts'
import { FormPage } from '../../platform/form-page.tsx'
import type { MaySee } from '../../platform/live-stream.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import type { Settings } from '../../platform/settings.ts'
import { type Asked, csvFile, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { headOf } from '../../platform/who.ts'
import { meeting } from '../queries.ts'
import { mayKeepMeeting } from '../rules.ts'
import {
  allowanceOf,
  type Naming,
  nameDeputy,
  recordLetter,
  recordWaiver,
  removeLetter,
  removeWaiver,
  whyClosed,
  withdrawDeputy,
} from './actions.ts'
import {
  DeputyPage,
  deputyForm,
  LettersPage,
  letterForm,
  lettersCsv,
  NoSuchLinkPage,
  type OwnSchool,
  WaiversPage,
  waiverForm,
} from './pages.tsx'
import { deputiesOf, isExpected, letters, namingsOf, type Sitting, sitting, waiversOf } from './queries.ts'
import { mayNameDeputy, mayRecordLetters } from './rules.ts'
import { DEPUTY_PATH, namesIn } from './token.ts'

/** Whoever sees a meeting, or comes to it, may hear that something of it has changed. */
export const seenMeeting: MaySee = async ({ var: { by } }, id) => {
  const comes = await isExpected(by.db, await sitting(by.db, id), by.who.personId)
  return comes || meeting(by.db, id, groupsSeen(by.who))
}

type Given = { database: Database; settings: Pick<Settings, 'secret'> }

/** Where one names: the page’s address, how it is named there, and for which schools. */
type Place = {
  meeting: Sitting
  how: Naming['how']
  at: string
  /** What an address carries on besides the school. */
  carries: string
  schools: { id: number; name: string }[]
  up?: { href: string; says: string }
}

/** Who stands in for a head, by whose word, and what lets a further deputy hold the seat. */
export function seats({ database, settings }: Given) {
  const routes = rooms()

  /** A head’s own schools, or every member of that day for whoever keeps the meeting. */
  async function placeOf(c: Asked): Promise<Place> {
    const { by } = c.var
    const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
    const own = headOf(by.who)
    const keeps = mayKeepMeeting(by.who, found.groups, found)
    permit(keeps || own.length > 0)
    const members = await membersOn(by.db, found.heldOn)
    const schools = members.filter(({ id }) => own.includes(id) || (keeps && own.length === 0))
    const at = `/meetings/${found.id}/deputy`
    return {
      ...{ meeting: await sitting(by.db, found.id), how: own.length > 0 ? 'page' : 'clerk', at, carries: '' },
      schools: schools.map(({ id, shortName }) => ({ id, name: shortName })),
      up: { href: `/meetings/${found.id}`, says: found.title },
    }
  }

  /** Whom the link of a mail lets name, for the one meeting and school: they need not be signed in. */
  async function placeOfLink(c: Asked): Promise<Place | undefined> {
    const token = c.req.query('token') ?? ''
    const names = namesIn(settings.secret, token)
    if (!names) return undefined
    const { meetingId, membershipId, personId } = names
    const { today, totals } = c.var.by
    const head = await personOn(totals, { id: personId }, today)
    if (!head || !mayNameDeputy(head, membershipId)) return undefined
    const by = actor(database, head, today)
    c.set('by', by)
    const at = await sitting(by.db, meetingId)
    const members = await membersOn(by.db, at.heldOn)
    const school = members.find(({ id }) => id === membershipId)
    if (!school || whyClosed(at, today)) return undefined
    const schools = [{ id: membershipId, name: school.shortName }]
    return {
      meeting: at,
      how: 'mail',
      at: DEPUTY_PATH,
      carries: `token=${encodeURIComponent(token)}`,
      schools,
    }
  }

  async function ownSchools({ var: { by } }: Asked, { meeting, schools }: Place): Promise<OwnSchool[]> {
    const named = await namingsOf(by.db, meeting.id)
    return Promise.all(
      schools.map(async ({ id, name }) => ({
        ...{ membershipId: id, school: name },
        allowance: await allowanceOf(by.db, meeting, id),
        named: named.find(({ membershipId }) => membershipId === id),
      })),
    )
  }

  async function naming(c: Asked, place: Place) {
    const { by } = c.var
    const { meeting: at, how, carries } = place
    const chosen = schoolIn(c, place)
    const schools = await ownSchools(c, place)
    const query = queryOf(carries, chosen)
    const closed = whyClosed(at, by.today)
    const school = schools.find(({ membershipId }) => membershipId === chosen)
    const deputies = chosen === undefined ? [] : await deputiesOf(by.db, chosen, at.heldOn)
    const form = deputyForm(deputies)
    const page = (answers: Parameters<Parameters<typeof fillIn>[2]['page']>[0]) => (
      <DeputyPage
        {...{ schools, query, closed, up: place.up }}
        meeting={at}
        at={place.at}
        asked={school && { school, form, answers, nobody: deputies.length === 0 }}
      />
    )
    return fillIn(c, form, {
      current: async () => form.blank({ personId: school?.named?.personId ?? '' }),
      page,
      save: async ({ personId }, by) => {
        if (chosen === undefined) throw notFound()
        await nameDeputy(by, { meetingId: at.id, membershipId: chosen, personId, how })
        return `${place.at}${query}&did=named`
      },
    })
  }

  async function takingBack(c: Asked, place: Place) {
    const chosen = schoolIn(c, place)
    if (chosen === undefined) throw notFound()
    const { meeting: at, how, carries } = place
    return press(c, async (by) => {
      await withdrawDeputy(by, { meetingId: at.id, membershipId: chosen, how })
      return `${place.at}${queryOf(carries, chosen)}&did=removed`
    })
  }

  const byLink = (work: (c: Asked, place: Place) => Promise<Response>) => async (c: Asked) => {
    const place = await placeOfLink(c)
    if (place) return work(c, place)
    const says = 'The meeting is over or was cancelled, or the link was not sent to its head.'
    return show(c, <NoSuchLinkPage says={says} />, 422)
  }

  // Mail filters open every link, so opening this one changes nothing.
  routes.on(['get', 'post'], '/deputy', byLink(naming))
  routes.post('/deputy/withdraw', byLink(takingBack))
  routes.on(['get', 'post'], '/:id/deputy', async (c) => naming(c, await placeOf(c)))
  routes.post('/:id/deputy/withdraw', async (c) => takingBack(c, await placeOf(c)))

  async function kept(c: Asked): Promise<Sitting> {
    const { by } = c.var
    const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
    permit(mayKeepMeeting(by.who, found.groups, found))
    return sitting(by.db, found.id)
  }

  routes.on(['get', 'post'], '/:id/waivers', async (c) => {
    const { by } = c.var
    const at = await kept(c)
    const [members, waivers] = await Promise.all([membersOn(by.db, at.heldOn), waiversOf(by.db, at.id)])
    const form = waiverForm(members.map(({ id, name }) => [id, name]))
    return fillIn(c, form, {
      page: (answers) => <WaiversPage {...{ form, answers, waivers }} meeting={at} />,
      save: async (filled, by) => {
        await recordWaiver(by, at.id, filled)
        return `/meetings/${at.id}/waivers?did=added`
      },
    })
  })

  routes.post('/:id/waivers/:waiver/remove', async (c) => {
    const at = await kept(c)
    return press(c, async (by) => {
      const waiver = (await waiversOf(by.db, at.id)).find(({ id }) => id === idOf(c, 'waiver'))
      if (!waiver) throw notFound()
      await removeWaiver(by, at.id, waiver)
      return `/meetings/${at.id}/waivers?did=removed`
    })
  })

  routes.get('/letters', async (c) => {
    const { by } = c.var
    permit(mayRecordLetters(by.who))
    return show(c, <LettersPage letters={await letters(by.db)} />)
  })

  routes.get('/letters.csv', async (c) => {
    const { by } = c.var
    permit(mayRecordLetters(by.who))
    return csvFile(c, lettersCsv, await letters(by.db), 'letters-of-acting-heads')
  })

  routes.on(['get', 'post'], '/letters/new', async (c) => {
    const { by } = c.var
    permit(mayRecordLetters(by.who))
    const form = letterForm(await memberOptions(by.db), await personOptions(by.db))
    return fillIn(c, form, {
      page: (answers) => <FormPage {...{ form, answers }} title="Record a letter" up="/meetings/letters" />,
      save: async (filled, by) => {
        await recordLetter(by, filled)
        return '/meetings/letters?did=added'
      },
    })
  })

  routes.post('/letters/:letter/remove', async (c) => {
    permit(mayRecordLetters(c.var.by.who))
    return press(c, async (by) => {
      const letter = (await letters(by.db)).find(({ id }) => id === idOf(c, 'letter'))
      if (!letter) throw notFound()
      await removeLetter(by, letter)
      return '/meetings/letters?did=removed'
    })
  })

  return routes
}

/** The school an address asks about: the only one there is, or the one it names. */
function schoolIn(c: Asked, { schools }: Place): number | undefined {
  const [only] = schools
  if (only && schools.length === 1) return only.id
  const asked = Number(c.req.query('school'))
  return schools.find(({ id }) => id === asked)?.id
}

const queryOf = (carries: string, school: number | undefined) =>
  `?${[carries, school === undefined ? '' : `school=${school}`].filter(Boolean).join('&')}`
