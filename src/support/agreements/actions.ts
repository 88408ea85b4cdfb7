import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { moment } from '../../platform/signature/authority.ts'
import type { Sealing } from '../../platform/signature/seal.ts'
import { sendCode, spendProof } from '../../proofs/actions.ts'
import type { ProofFilled } from '../../proofs/form.ts'
import { hasPasskey } from '../../proofs/queries.ts'
import { locked, move } from '../deployments/actions.ts'
import { type Deployment, deployment } from '../deployments/queries.ts'
import { type Present, presentAgreement, titleFor } from './queries.ts'
import { asParty, capacitiesOf, isComplete, purposeOf, signingRefusal, statementOf } from './rules.ts'
import type { Party } from './tables.ts'

/** What somebody is about to sign: which deployment, in which capacity, and the digest of the words they read. */
export type SigningAsked = { deploymentId: number; capacity: Party; read: string }

type Allowed = { deployment: Deployment; present: Present; personId: number }

/** The signing as it stands for whoever is at work. @throws Refusal saying why it cannot be signed. */
export async function checkedSigning(db: Reader, by: Actor, asked: SigningAsked): Promise<Allowed> {
  const { personId } = by.who
  permit(personId !== null)
  const found = await deployment(db, asked.deploymentId)
  const present = found.fromMembershipId === null ? undefined : await presentAgreement(db, found, by.today)
  const refusal = signingRefusal({
    state: found.state,
    capacity: asked.capacity,
    personId,
    signed: present?.acts ?? [],
    ...namesOf(found),
  })
  if (!present) throw notPossible(refusal ?? 'There is nothing to sign')
  permit(capacitiesOf(by.who, found).includes(asked.capacity))
  if (refusal) throw notPossible(refusal)
  if (present.digest !== asked.read)
    throw notPossible('The words have changed since you read them: open the agreement and read it once more')
  return { deployment: found, present, personId }
}

const namesOf = ({ toSchool, fromSchool }: Deployment) => ({ toSchool, fromSchool: fromSchool ?? '' })

/**
 * The first step: looks at all that could be refused, and mails a code to whoever has no passkey. Nothing is kept.
 * @returns whether a code was sent.
 */
export async function beginSigning(by: Actor, asked: SigningAsked): Promise<boolean> {
  const allowed = await checkedSigning(by.db, by, asked)
  if (await hasPasskey(by.db, by.who.personId)) return false
  await sendSigningCode(by, asked, allowed)
  return true
}

/** Mails the code that confirms this signing and no other. */
export async function askForCode(by: Actor, asked: SigningAsked): Promise<void> {
  await sendSigningCode(by, asked, await checkedSigning(by.db, by, asked))
}

const sendSigningCode = (by: Actor, asked: SigningAsked, { deployment, present }: Allowed) =>
  sendCode(
    by,
    purposeOf({ ...asked, round: present.round }, present.digest),
    `sign the agreement on support for ${deployment.toSchool} ${asParty(asked.capacity, namesOf(deployment))}`,
  )

const once: Refusals = {
  deployment_signatures_once: { says: 'Somebody else has signed in this capacity at the same moment' },
}

/**
 * Signs in one capacity: looks at everything once more under a lock, spends the proof, keeps the words where nobody
 * signed before, and seals what is declared with the signatory's own key. With the third signature the deployment
 * is agreed, and its file is asked for.
 */
export async function signAgreement(
  by: Actor,
  sealing: Sealing,
  asked: SigningAsked,
  proof: ProofFilled,
): Promise<void> {
  const { deploymentId, capacity } = asked
  const deed = {
    did: 'signed the agreement to a deployment',
    subject: `support/deployments/${deploymentId}`,
    details: { capacity },
  }
  await by.act(deed, async (tx, by) => {
    await locked(tx, deploymentId)
    const allowed = await checkedSigning(tx, by, asked)
    const { round, digest, acts } = allowed.present
    const how = await spendProof(tx, by, purposeOf({ ...asked, round }, digest), proof)
    await keepWords(tx, deploymentId, allowed.present)
    await keepSignature(tx, by, { asked, allowed, how, sealing })
    if (!isComplete([...acts, { capacity }])) return
    await move(tx, by, deploymentId, 'agree')
    await sendJob(tx, 'documents', { deploymentId, round })
  })
}

/** Whoever signs first keeps the words for all three. */
async function keepWords(tx: Writer, deploymentId: number, { round, kept, words, digest }: Present) {
  if (kept) return
  const none = { content: null, contentDigest: null, level: null }
  await tx
    .insertInto('deploymentAgreements')
    .values({ deploymentId, round, words, digest, ...none })
    .execute()
}

type Act = { asked: SigningAsked; allowed: Allowed; how: 'passkey' | 'code'; sealing: Sealing }

async function keepSignature(tx: Writer, by: Actor, { asked, allowed, how, sealing }: Act) {
  const { deployment, present, personId } = allowed
  const { capacity, deploymentId } = asked
  const { round, digest, supported, supporting } = present
  const school = capacity === 'supported head' ? supported : supporting
  const membershipId = capacity === 'supported head' ? deployment.toMembershipId : deployment.fromMembershipId
  const signedAt = await moment(tx)
  const place = { deploymentId, capacity, round, personId, name: by.who.name, schoolName: school.name }
  const title = await titleFor(tx, { personId, capacity, membershipId: membershipId ?? 0 }, by.today)
  const statement = statementOf(
    {
      ...{ ...place, title, urn: school.urn, signedAt },
      ...{
        toSchool: supported.name,
        fromSchool: supporting.name,
        practitioner: deployment.practitioner ?? '',
      },
    },
    digest,
  )
  const sealed = await sealing.act(tx, { name: place.name, title, organisation: school.name }, statement)
  await refusing(once, () =>
    tx
      .insertInto('deploymentSignatures')
      .values({ ...place, title, proof: how, digest, statement, ...sealed, signedAt })
      .execute(),
  )
}
