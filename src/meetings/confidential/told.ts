import { type Day, inWords } from '../../platform/day.ts'

type Withdrawn = { meeting: string; heldOn: Day; number: number; site: string }

/** What those are told who had an item before it was marked: which it was by its number, and nothing that it says. */
export const withdrawnLetter = (name: string, { meeting, heldOn, number, site }: Withdrawn) => ({
  subject: `Please delete your copies of one item: ${meeting}, ${inWords(heldOn)}`,
  text: `Dear ${name},

Item ${number} of ${meeting} on ${inWords(heldOn)} has been marked as confidential (clause 34) after papers had gone out, and was withdrawn from this site for everybody who may not read it.

Please delete whatever you saved, printed or passed on of that item, and tell us when you have done so:
${site}/meetings/recalls

If you may go on reading it, you will find it on the page of the meeting.

You get this mail because the papers of that meeting were sent to you, or you opened them.
`,
})
