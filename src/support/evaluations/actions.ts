import { datesOf } from '../../calendars/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { locked, move } from '../deployments/actions.ts'
import type { Deployment } from '../deployments/queries.ts'
import { mayBroker } from '../deployments/rules.ts'
import { headsOf, personReached } from '../deployments/steps/queries.ts'
import type { CheckFilled, EvaluationFilled } from './form.ts'
import { evaluationOf } from './queries.ts'
import { HAS_PART, hasPart, mayCheck, mayCorrect, nextTermDay, PUPIL_NAMED, pupilNamedIn } from './rules.ts'

const subject = (id: number) => `support/deployments/${id}`
const once: Refusals = {
  evaluations_deployment_id_key: { says: 'It was evaluated at this moment by somebody else' },
}

/** When it happens by this installation’s clock, and where its pages are on the web. */
export type Given = { at: Date; site: string }

/**
 * The supported head’s evaluation (clause 26). The supporting head and the practitioner are told where to read it;
 * where it is too early to say what came, the outcome is asked for again next term.
 */
export async function evaluate(by: Actor, id: number, filled: EvaluationFilled, { at, site }: Given) {
  await by.act({ did: 'evaluated support', subject: subject(id) }, async (tx, by) => {
    refusePupils(filled)
    const found = await move(tx, by, id, 'evaluate')
    await refusing(once, () =>
      tx
        .insertInto('evaluations')
        .values({ ...filled, deploymentId: id, evaluatedBy: by.who.personId, evaluatedAt: at })
        .execute(),
    )
    if (filled.outcome === 'too early') await askAgain(tx, by, id)
    await tellOf(tx, by, found, site)
  })
}

function refusePupils({ wouldRecommend: _, outcome: __, ...said }: Partial<EvaluationFilled>) {
  const field = pupilNamedIn(said)
  if (field) throw notPossible(PUPIL_NAMED, field)
}

/** A link and nothing of what was said: mail is open to many. */
async function tellOf(tx: Writer, by: Actor, found: Deployment, site: string) {
  const { id, fromMembershipId, practitionerPersonId, toSchool } = found
  const heads = fromMembershipId === null ? [] : await headsOf(tx, fromMembershipId, by.today)
  const practitioners = practitionerPersonId === null ? [] : await personReached(tx, practitionerPersonId)
  const people = new Map([...heads, ...practitioners].map((one) => [one.id, one]))
  for (const one of people.values()) {
    if (one.id === by.who.personId) continue
    const whose = one.id === practitionerPersonId ? 'you gave' : 'your school gave'
    await postMail(tx, {
      to: one.email,
      subject: 'Support between schools: an evaluation to read',
      text: [
        `Hello ${one.name},`,
        `${toSchool} has evaluated the support that ${whose}. You can read it here:`,
        `${site}/support/deployments/${id}/evaluation`,
        'It is about the support, and nothing of it is used in anybody’s appraisal.',
      ].join('\n\n'),
    })
  }
}

/** Asks for the outcome once more on the first school day of next term, or as soon as its dates are known. */
async function askAgain(tx: Writer, by: Actor, deploymentId: number) {
  const dueOn = nextTermDay(await datesOf(tx, null), by.today)
  const unsaid = { outcome: null, evidence: null, checkedBy: null, checkedAt: null }
  await tx
    .insertInto('outcomeChecks')
    .values({ ...unsaid, deploymentId, dueOn })
    .onConflict((row) => row.doNothing())
    .execute()
}

/** Corrects the head’s own words until they are signed off, as they stood at this version; what stood before is kept. */
export async function correctEvaluation(by: Actor, id: number, version: number, filled: EvaluationFilled) {
  await by.act({ did: 'corrected an evaluation', subject: subject(id) }, async (tx, by) => {
    const found = await locked(tx, id)
    const evaluation = await evaluationOf(tx, id)
    if (!evaluation) throw notFound()
    if (found.state === 'signed off') throw notPossible('It has been signed off, and stands as it is')
    permit(mayCorrect(by.who, found))
    refusePupils(filled)
    await correct(tx, by, 'evaluations', { id: evaluation.id, version }, { ...filled })
    if (filled.outcome === 'too early' && evaluation.outcome !== 'too early') await askAgain(tx, by, id)
    if (filled.outcome !== 'too early' && evaluation.outcome === 'too early') await askNoMore(tx, id)
  })
}

const askNoMore = (tx: Writer, deploymentId: number) =>
  tx
    .deleteFrom('outcomeChecks')
    .where('deploymentId', '=', deploymentId)
    .where('checkedAt', 'is', null)
    .execute()

/** What came of it by now, where it was too early to say; asked again next term where it still is. */
export async function checkOutcome(by: Actor, id: number, filled: CheckFilled, at: Date) {
  await by.act({ did: 'checked an outcome', subject: subject(id) }, async (tx, by) => {
    const found = await locked(tx, id)
    permit(mayCheck(by.who, found))
    refusePupils({ evidence: filled.evidence })
    const open = await openCheck(tx, id)
    if (!open) throw notPossible('Nothing is asked about this outcome any more: it was answered already')
    if (open.dueOn === null || open.dueOn > by.today)
      throw notPossible('It was answered already, and is asked for again next term')
    await tx
      .updateTable('outcomeChecks')
      .set({ ...filled, checkedBy: by.who.personId, checkedAt: at, version: open.version + 1 })
      .where('id', '=', open.id)
      .execute()
    if (filled.outcome === 'too early') await askAgain(tx, by, id)
  })
}

const openCheck = (tx: Writer, deploymentId: number) =>
  tx
    .selectFrom('outcomeChecks')
    .select(['id', 'dueOn', 'version'])
    .where('deploymentId', '=', deploymentId)
    .where('checkedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()

/** SSIG or the office has read it and lets it stand; nobody who had a part in it themselves. */
export async function signOff(by: Actor, id: number) {
  await by.act({ did: 'signed off an evaluation', subject: subject(id) }, async (tx, by) => {
    const found = await locked(tx, id)
    permit(mayBroker(by.who))
    if (hasPart(by.who, found)) throw notPossible(HAS_PART)
    await move(tx, by, id, 'sign off')
  })
}
