import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { addressesOf, type NominationRow } from './queries.ts'

/** “the SEND panel”, or what an offer to any group is called. */
const forWhat = ({ group }: NominationRow) => group ?? 'any group that needs somebody'

const link = (site: string, { id }: NominationRow) => `${site}/groups/nominations/${id}`

/** Tells somebody that they were put forward by somebody else. */
export async function tellNominee(tx: Writer, about: NominationRow, site: string) {
  if (about.personId === about.nominatedBy) return
  const [nominee] = await addressesOf(tx, [about.personId])
  if (!nominee?.email) return
  await postMail(tx, {
    to: nominee.email,
    subject: `You were nominated for ${forWhat(about)}`,
    text: [
      `${about.nominator} put you forward for ${forWhat(about)}${about.school ? `, from ${about.school}` : ''}.`,
      ...(about.words ? [`Their words: ${about.words}`] : []),
      `Would you rather not? You can say so here: ${link(site, about)}`,
      'You are written to because you were nominated.',
    ].join('\n\n'),
  })
}

const told = {
  appointed: 'was appointed',
  declined: 'was not appointed this time',
  withdrawn: 'is no longer put forward',
} as const

type Settled = { outcome: keyof typeof told; reason: string | null; spell: string | null }

/** Tells the nominee and the nominator what became of it; whoever settled it knows. */
export async function tellOutcome(
  tx: Writer,
  by: Actor,
  about: NominationRow,
  { outcome, reason, spell }: Settled,
  site: string,
) {
  for (const { id, email } of await addressesOf(tx, [about.personId, about.nominatedBy])) {
    if (!email || id === by.who.personId) continue
    await postMail(tx, {
      to: email,
      subject: `Nomination for ${forWhat(about)}: ${outcome}`,
      text: [
        `${about.person} ${told[outcome]} for ${forWhat(about)}${spell ? `, ${spell}` : ''}.`,
        ...(reason ? [`The reason: ${reason}`] : []),
        `It stands here: ${link(site, about)}`,
        `You are written to because you ${id === about.personId ? 'were nominated' : 'nominated them'}.`,
      ].join('\n\n'),
    })
  }
}
