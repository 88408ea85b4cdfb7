import { inDays } from '../../platform/day.ts'

type More = { id: number; practitioner: string | null; toSchool: string; before: number; now: number }

/** What the head of the supporting school is sent when SSIG agrees more days of their colleague's. */
export const moreDaysLetter = (
  { id, practitioner, toSchool, before, now }: More,
  reason: string,
  url: string,
) => ({
  subject: `More days of support: ${inDays(now)} instead of ${inDays(before)}`,
  text: `SSIG has agreed more days of support by ${practitioner ?? 'your colleague'} at ${toSchool}:
${inDays(now)} instead of ${inDays(before)}.

Why: ${reason}

They are taken from the days that you offered. If they cannot be given, tell SSIG.

${url}/support/deployments/${id}

You have this mail because you head the school that gives this support.
`,
})
