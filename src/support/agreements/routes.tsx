import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { sealing } from '../../platform/signature/seal.ts'
import { type Asked, file, fillIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { tryProof } from '../../proofs/actions.ts'
import { hasPasskey } from '../../proofs/queries.ts'
import { deployment } from '../deployments/queries.ts'
import { askForCode, beginSigning, checkedSigning, type SigningAsked, signAgreement } from './actions.ts'
import {
  AgreementPage,
  agreementHref,
  ConfirmPage,
  confirmForm,
  NothingToSign,
  SignPage,
  stepForm,
} from './pages.tsx'
import { agreementFile, presentAgreement } from './queries.ts'
import {
  capacitiesOf,
  hasAgreement,
  mayReadAgreement,
  openTo,
  partyOfSlug,
  purposeOf,
  signingRefusal,
  slugOf,
} from './rules.ts'
import type { Party } from './tables.ts'

/** The deployment whose agreement is opened, by whoever may read it; before the release there is none. */
async function opened(c: Asked) {
  const { by } = c.var
  permit(isSignedIn(by.who))
  const found = await deployment(by.db, idOf(c))
  permit(mayReadAgreement(by.who, found))
  return found
}

async function openedAgreement(c: Asked) {
  const found = await opened(c)
  if (!hasAgreement(found.state) || found.fromMembershipId === null) throw notFound()
  const present = await presentAgreement(c.var.by.db, found, c.var.by.today)
  if (found.state !== 'released' && present.acts.length === 0) throw notFound()
  return { deployment: found, present }
}

function capacityIn(c: Asked): Party {
  const capacity = partyOfSlug(c.req.param('capacity') ?? '')
  if (!capacity) throw notFound()
  return capacity
}

/** The signing for whoever is this party today, whether or not it can still be done. */
async function openedSigning(c: Asked) {
  const { by } = c.var
  const capacity = capacityIn(c)
  const found = await opened(c)
  permit(by.who.personId !== null && capacitiesOf(by.who, found).includes(capacity))
  if (found.fromMembershipId === null)
    throw notPossible('This match was given up, so there is nothing to sign any more')
  const present = await presentAgreement(by.db, found, by.today)
  const names = { toSchool: found.toSchool, fromSchool: found.fromSchool ?? '' }
  const asked = { state: found.state, capacity, personId: by.who.personId, signed: present.acts, ...names }
  return { deployment: found, present, capacity, refusal: signingRefusal(asked) }
}

/** Which words were read, as the address of the second step says. */
const askedIn = (c: Asked): SigningAsked => ({
  deploymentId: idOf(c),
  capacity: capacityIn(c),
  read: c.req.query('read') ?? '',
})

const stepHref = ({ deploymentId, capacity }: SigningAsked) =>
  `${agreementHref(deploymentId)}/${slugOf(capacity)}`
const confirmHref = (asked: SigningAsked) =>
  `${stepHref(asked)}/confirm?${new URLSearchParams({ read: asked.read })}`

/** Agreements of three parties; `secret` is the installation's, under which signatories' keys are locked. */
export function deploymentAgreements(secret: string) {
  const routes = rooms()
  const seal = sealing(secret)

  routes.get('/:id/agreement', async (c) => {
    const { deployment: found, present } = await openedAgreement(c)
    const open = openTo(c.var.by.who, found, present.acts)
    return show(c, <AgreementPage deployment={found} present={present} open={open} />)
  })

  routes.get('/:id/agreement/file', async (c) => {
    const { deployment: found, present } = await openedAgreement(c)
    const content = await agreementFile(c.var.by.db, found.id, present.round)
    return file(c, content, `Agreement on deployment ${found.id}.pdf`, 'application/pdf')
  })

  routes.on(['get', 'post'], '/:id/agreement/:capacity', async (c) => {
    const { deployment: found, present, capacity, refusal } = await openedSigning(c)
    if (refusal !== null && c.req.method === 'GET')
      return show(c, <NothingToSign deployment={found} says={refusal} />)
    return fillIn(c, stepForm, {
      current: async () => stepForm.blank({ read: present.digest }),
      page: (answers) => {
        const anew = { ...answers, values: { read: present.digest } }
        return <SignPage deployment={found} present={present} capacity={capacity} answers={anew} />
      },
      save: async ({ read }, by) => {
        const asked = { deploymentId: found.id, capacity, read }
        const sent = await beginSigning(by, asked)
        return `${confirmHref(asked)}${sent ? '&did=code-sent' : ''}`
      },
    })
  })

  routes.on(['get', 'post'], '/:id/agreement/:capacity/confirm', async (c) => {
    const { by } = c.var
    const { deployment: found, present, capacity } = await openedSigning(c)
    const asked = askedIn(c)
    if (asked.read === '') return c.redirect(stepHref(asked), 303)
    if (c.req.method === 'GET') await checkedSigning(by.db, by, asked)
    const purpose = purposeOf({ ...asked, round: present.round }, asked.read)
    const passkey = await hasPasskey(by.db, by.who.personId)
    const shown = { deployment: found, present, capacity, purpose, passkey, read: asked.read }
    return fillIn(c, confirmForm, {
      current: async () => confirmForm.blank({ signing: purpose }),
      page: (answers) => <ConfirmPage {...shown} answers={answers} />,
      first: (filled, by) => tryProof(by, purpose, filled),
      save: async (filled, by) => {
        if (filled.signing !== purpose) throw notPossible('This page was for another signing: begin again')
        await signAgreement(by, seal, asked, filled)
        return `${agreementHref(asked.deploymentId)}?did=signed`
      },
    })
  })

  routes.post('/:id/agreement/:capacity/code', async (c) => {
    await openedSigning(c)
    const asked = askedIn(c)
    return press(c, async (by) => {
      await askForCode(by, asked)
      return `${confirmHref(asked)}&did=code-sent`
    })
  })

  return routes
}
