import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'

type NewlyLed = { id: number; name: string; leadId: number | null }

/** Sends a new lead the way to what the one before handed on; whoever made themselves lead knows it. */
export async function postWelcome(tx: Writer, by: Actor, { id, name, leadId }: NewlyLed, site: string) {
  const lead = await tx
    .selectFrom('people')
    .select(['name', 'email'])
    .where('id', '=', leadId as number)
    .executeTakeFirst()
  if (!lead?.email || leadId === by.who.personId) return
  await postMail(tx, {
    to: lead.email,
    subject: `You lead ${name}`,
    text: [
      `${lead.name},`,
      `the alliance office has recorded that you lead ${name}.`,
      'What it is for, who belongs to it, what it decided last, what is open and what a lead does through the year is here, as a page and as a document to print:',
      `${site}/groups/${id}/succession`,
      'You are written to because you lead this group. If that is not so, answer to the office.',
    ].join('\n\n'),
  })
}
