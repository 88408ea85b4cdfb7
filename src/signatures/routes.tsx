import { changesBetween } from '../agreement/changes.ts'
import { clausesOf, said } from '../agreement/queries.ts'
import { notFound, notPossible, permit, Refusal } from '../platform/refusal.ts'
import { sealing } from '../platform/signature/seal.ts'
import { type Asked, fillIn, idOf, press, rooms, show } from '../platform/web.tsx'
import { tryProof } from '../proofs/actions.ts'
import { hasPasskey } from '../proofs/queries.ts'
import { askForCode, beginSigning, checkedSigning, decline, type SigningAsked, sign } from './actions.ts'
import {
  ConfirmPage,
  confirmForm,
  DeclinePage,
  declineForm,
  NothingToSign,
  PlacesPage,
  SignPage,
  type StepFilled,
  stepForms,
} from './pages.tsx'
import { type Place, placesToSign, signingOf, versionSignedBefore, versionToSign } from './queries.ts'
import { questionsOfSchool } from './questions/queries.ts'
import { isSignatory, signingRefusal, titleOf } from './rules.ts'
import { purposeOf } from './statement.ts'
import { stepsOf } from './steps.ts'
import { type Capacity, capacities } from './tables.ts'

type Where = { membershipId: number; capacity: Capacity }

/** The one school and capacity that an address names. */
function whereIn(c: Asked): Where {
  if (/[,;+ ]/.test(c.req.param('membership') ?? ''))
    throw notPossible('Sign for one school at a time: each school of a trust is signed for by itself')
  const capacity = c.req.param('capacity') ?? ''
  if (!Object.hasOwn(capacities, capacity)) throw notFound()
  return { membershipId: idOf(c, 'membership'), capacity: capacity as Capacity }
}

const addressOf = ({ membershipId, capacity }: Where) => `/agreement/sign/${membershipId}/${capacity}`

/** What a step was filled in with; it must say which version was read, whichever it is. */
function askedFrom(where: Where, { read, minute, minuteOn }: StepFilled): SigningAsked {
  if (!/^\d{1,15}$/.test(read))
    throw notPossible('We could not tell which version you read: open the page again and read it there')
  return { ...where, versionId: Number(read), minute: minute ?? null, minuteOn: minuteOn ?? null }
}

function queryOf({ versionId, minute, minuteOn }: SigningAsked): string {
  const minuted = minute !== null && minuteOn !== null ? { minute, minuteOn } : {}
  return new URLSearchParams({ read: String(versionId), ...minuted }).toString()
}

/** What is to be confirmed stands in the address; null where it is not whole. */
function askedInQuery(c: Asked, where: Where): SigningAsked | null {
  const read = stepForms[where.capacity].read(new URL(c.req.url).searchParams)
  return 'filled' in read ? askedFrom(where, read.filled) : null
}

/** The signing for whoever has to do with it, whether or not it can be done today. */
async function signingFor({ var: { by } }: Asked, place: Place) {
  const { personId } = by.who
  permit(personId !== null)
  const signing = await signingOf(by.db, place, personId, by.today)
  const refusal = signingRefusal(signing, by.today)
  if (!isSignatory(signing)) throw new Refusal('not allowed', refusal ?? 'You are not asked to sign this')
  const title = titleOf(place.capacity, signing.posts, signing.school, by.today)
  return { signing, refusal, title }
}

/**
 * What is signed today, for whoever has to do with it; undefined before anything was published.
 * @throws Refusal for everybody else.
 */
async function openedFor(c: Asked, where: Where) {
  const { db, today, who } = c.var.by
  permit(who.personId !== null)
  const version = await versionToSign(db, today)
  if (!version) return undefined
  return { version, ...(await signingFor(c, { ...where, versionId: version.id })) }
}

const nothing = <NothingToSign says="No version has been published for schools to sign" />

/** The words, and what of them is new to a school that signed before. */
async function wordsOf({ var: { by } }: Asked, { versionId, membershipId }: Place) {
  const clauses = await clausesOf(by.db, versionId)
  const former = await versionSignedBefore(by.db, { versionId, membershipId }, by.today)
  if (!former) return { clauses, changed: null }
  const changes = changesBetween(await said(by.db, former.id), await said(by.db, versionId))
  return { clauses, changed: { since: former.number, changes } }
}

/** Signing, school by school; `secret` is the installation's, under which signatories' keys are locked. */
export function signing(secret: string) {
  const routes = rooms()
  const seal = sealing(secret)

  routes.get('/', async (c) => {
    const { by } = c.var
    permit(by.who.personId !== null)
    const version = await versionToSign(by.db, by.today)
    const places = version ? await placesToSign(by, version.id) : []
    const several = new Set(places.map(({ membershipId }) => membershipId)).size > 1
    const steps = version ? stepsOf(places, version, by.today) : []
    return show(c, <PlacesPage version={version} steps={steps} several={several} />)
  })

  routes.on(['get', 'post'], '/:membership/:capacity', async (c) => {
    const where = whereIn(c)
    const found = await openedFor(c, where)
    if (!found) return show(c, nothing)
    const { capacity } = where
    const read = found.version.id
    const words = await wordsOf(c, { ...where, versionId: read })
    const questions = await questionsOfSchool(c.var.by.db, read, where.membershipId)
    const form = stepForms[capacity]
    return fillIn(c, form, {
      current: async () => form.blank({ read: String(read) }),
      page: (answers) => <SignPage {...found} {...words} {...{ capacity, questions, answers }} />,
      save: async (filled, by) => {
        const asked = askedFrom(where, filled)
        const sent = await beginSigning(by, asked)
        return `${addressOf(where)}/confirm?${queryOf(asked)}${sent ? '&did=code-sent' : ''}`
      },
    })
  })

  routes.on(['get', 'post'], '/:membership/:capacity/confirm', async (c) => {
    const { by } = c.var
    const where = whereIn(c)
    await openedFor(c, where)
    const asked = askedInQuery(c, where)
    if (!asked) return c.redirect(addressOf(where), 303)
    if (c.req.method === 'GET') await checkedSigning(by.db, by, asked)
    const { signing, title } = await signingFor(c, asked)
    if (signing.version.digest === null) throw notFound()
    const purpose = purposeOf(asked, signing.version.digest)
    const passkey = await hasPasskey(by.db, by.who.personId)
    const shown = { signing, title, asked, purpose, passkey, query: queryOf(asked), capacity: where.capacity }
    return fillIn(c, confirmForm, {
      current: async () => confirmForm.blank({ signing: purpose }),
      page: (answers) => <ConfirmPage {...shown} answers={answers} />,
      first: (filled, by) => tryProof(by, purpose, filled),
      save: async (filled, by) => {
        if (filled.signing !== purpose) throw notPossible('This page was for another signing: begin again')
        await sign(by, seal, asked, filled)
        return `/agreement/register/${where.membershipId}?did=signed`
      },
    })
  })

  routes.post('/:membership/:capacity/code', async (c) => {
    const where = whereIn(c)
    await openedFor(c, where)
    return press(c, async (by) => {
      const asked = askedInQuery(c, where)
      if (!asked) return addressOf(where)
      await askForCode(by, asked)
      return `${addressOf(where)}/confirm?${queryOf(asked)}&did=code-sent`
    })
  })

  routes.on(['get', 'post'], '/:membership/:capacity/decline', async (c) => {
    const where = whereIn(c)
    const found = await openedFor(c, where)
    if (!found) return show(c, nothing)
    const { signing, refusal, version } = found
    if (refusal !== null && c.req.method === 'GET') return show(c, <NothingToSign says={refusal} />)
    const shown = { school: signing.school, number: version.number, capacity: where.capacity }
    return fillIn(c, declineForm, {
      current: async () => declineForm.blank({ read: String(version.id) }),
      page: (answers) => <DeclinePage {...shown} answers={answers} />,
      save: async ({ reason, read }, by) => {
        await decline(by, askedFrom(where, { read }), reason)
        return `/agreement/register/${where.membershipId}?did=declined`
      },
    })
  })

  return routes
}
