import { membershipOn } from '../../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../../members/rules.ts'
import type { Actor } from '../../../platform/action.ts'
import { academicYearOf, type Day, dayInLondon, inWords } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { noted } from '../actions.ts'
import { type Deployment, deployment } from '../queries.ts'
import { mayAskFor, mayBroker } from '../rules.ts'
import { tell } from '../steps/letters.ts'
import type { RequestFilled } from './form.ts'
import { answerDueOf, colleagues } from './queries.ts'
import { mayAsk, mayCorrect, mayExplain, requestRefusal, spokeFirst } from './rules.ts'

/** Asks SSIG for support for a school. `at` is the moment of it, `site` where this alliance’s pages are on the web. */
export async function askForSupport(
  by: Actor,
  filled: RequestFilled,
  { at, site }: { at: Date; site: string },
): Promise<number> {
  permit(mayAsk(by.who))
  const asked = { did: 'asked for support', subject: (id: number) => `support/deployments/${id}` }
  return by.act(asked, async (tx, by) => {
    const toMembershipId = schoolOf(by, filled)
    const { today } = by
    const values = await checked(tx, filled, { toMembershipId, today, requestedOn: today })
    const { id } = await tx
      .insertInto('deployments')
      .values({
        ...values,
        ...{
          toMembershipId,
          ref: null,
          requestedBy: by.who.personId,
          requestedAt: at,
          contactExplained: null,
        },
        ...{ answerDue: await answerDueOf(tx, today), answeredAt: null, practitionerId: null },
        ...{
          fromMembershipId: null,
          fromUrn: null,
          halfDaysAgreed: null,
          closedOn: null,
          evaluationDue: null,
        },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await noted(tx, by, { id, from: null, to: 'requested', reason: null })
    await tell(tx, by, await deployment(tx, id), 'ask', site)
    return id
  })
}

function schoolOf({ who }: Actor, { toMembershipId }: RequestFilled): number {
  const headed = mayAskFor(who)
  const school = toMembershipId ?? (headed.length === 1 && !mayBroker(who) ? headed[0] : undefined)
  if (school === undefined) throw notPossible('Select the school that asks', 'toMembershipId')
  permit(mayBroker(who) || headed.includes(school))
  return school
}

type Of = { toMembershipId: number; today: Day; requestedOn: Day }

/** What was filled in, as it is kept. @throws Refusal where it cannot stand. */
async function checked(tx: Reader, { toMembershipId: _, ...filled }: RequestFilled, of: Of) {
  const wrong = requestRefusal(filled, of)
  if (wrong) throw notPossible(wrong.says, wrong.field)
  const { wantedFrom, contactId } = filled
  const school = await membershipOn(tx, of.toMembershipId, wantedFrom)
  if (!isMemberOn(school, wantedFrom))
    throw notPossible(
      `${school.name} is not a member on ${inWords(wantedFrom)}: it is ${spellInWords(school)}`,
      'wantedFrom',
    )
  if (contactId !== null && !(await worksThere(tx, contactId, of)))
    throw notPossible(`Select somebody who works at ${school.name}`, 'contactId')
  return { ...filled, toUrn: school.urn, year: academicYearOf(wantedFrom) }
}

async function worksThere(tx: Reader, personId: number, { toMembershipId, today }: Of) {
  const there = await colleagues(tx, [toMembershipId], today)
  return there.some(({ id }) => id === personId)
}

type Row = { id: number; version: number }

/** Puts a request right as it stood at this version, keeping what stood before. The school and the day of asking stay. */
export async function correctRequest(by: Actor, row: Row, filled: RequestFilled) {
  await by.act(
    { did: 'corrected a request for support', subject: `support/deployments/${row.id}` },
    async (tx, by) => {
      const found = await deployment(tx, row.id)
      permit(mayCorrect(by.who, found))
      const { toMembershipId, requestedAt } = found
      const requestedOn = dayInLondon(requestedAt)
      const keptContact = filled.contactId === found.contactId
      const changes = await checked(
        tx,
        { ...filled, contactId: keptContact ? null : filled.contactId },
        { toMembershipId, today: by.today, requestedOn },
      )
      await correct(tx, by, 'deployments', row, { ...changes, contactId: filled.contactId })
    },
  )
}

/** Says why the schools spoke before SSIG was asked. It is read, and nothing follows from it. */
export async function explainContact(by: Actor, row: Row, contactExplained: string) {
  await by.act(
    { did: 'said why schools spoke before SSIG was asked', subject: `support/deployments/${row.id}` },
    async (tx, by) => {
      const found = await deployment(tx, row.id)
      permit(mayExplain(by.who, found))
      mustHaveSpoken(found)
      await correct(tx, by, 'deployments', row, { contactExplained })
    },
  )
}

function mustHaveSpoken(found: Deployment) {
  if (!spokeFirst(found)) throw notPossible('SSIG was asked first: there is nothing to explain')
}
