import { inWords } from '../../../platform/day.ts'
import { form } from '../../../platform/form.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import { type Asked, fillIn, press, rooms } from '../../../platform/web.tsx'
import { sendCode, tryProof } from '../../../proofs/actions.ts'
import { type ProofFilled, proofFields } from '../../../proofs/form.ts'
import { hasPasskey } from '../../../proofs/queries.ts'
import { minutesKept } from '../asked.ts'
import { mayMove } from '../rules.ts'
import { signingPurpose, signMinutes } from './actions.ts'
import { SignMinutesPage } from './pages.tsx'
import { told } from './parts.ts'
import { editionsOf, partsIn } from './queries.ts'
import { saidIn } from './rules.ts'

const proofForm = form<ProofFilled>(proofFields)

/** Signing, by whoever chaired the meeting or the one that approved its minutes. */
export const signing = rooms()

async function toSign(c: Asked) {
  const of = await minutesKept(c)
  permit(of.hand.signatory)
  const [latest] = await editionsOf(c.var.by.db, of.found.id)
  if (!latest) throw notFound()
  if (!mayMove(of.hand, of.minutes.state, 'sign')) throw notPossible('These minutes are signed already')
  return { ...of, latest, purpose: signingPurpose(of.found.id, latest.digest) }
}

signing.on(['get', 'post'], '/:id/minutes/sign', async (c) => {
  const { by } = c.var
  const { found, latest, purpose } = await toSign(c)
  const parts = await partsIn(by.db, latest.id)
  const shown = told(parts.flatMap(({ text }) => (text ? [saidIn(text)] : [])))
  const passkey = await hasPasskey(by.db, by.who.personId)
  return fillIn(c, proofForm, {
    page: (answers) => (
      <SignMinutesPage
        {...{ meeting: found, edition: latest, told: shown, form: proofForm, answers, purpose, passkey }}
      />
    ),
    first: (filled, by) => tryProof(by, purpose, filled),
    save: async (filled, by) => {
      await signMinutes(by, found.id, latest.digest, filled)
      return `/meetings/${found.id}/editions/${latest.number}?did=signed`
    },
  })
})

signing.post('/:id/minutes/sign/code', async (c) => {
  const { found, purpose } = await toSign(c)
  return press(c, async (by) => {
    await sendCode(by, purpose, `sign the minutes of ${found.title} on ${inWords(found.heldOn)}`)
    return `/meetings/${found.id}/minutes/sign?did=code-sent`
  })
})
