import type { Terms } from '../../agreement/terms/rules.ts'
import type { GroupKind } from '../tables.ts'

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** What a lead does through the year, by the numbers that the heads agreed for it. */
export function dutiesOf(kind: GroupKind, terms: Terms): string[] {
  const hub = kind === 'hub'
  return [
    hub
      ? `Plan ${many(terms.hubProgramme, 'meeting', 'meetings')} for the year, and agree with the other leads when they are.`
      : 'Plan the meetings of the year, and see that their days are told in good time.',
    hub &&
      `Look who comes from where: each school sends somebody to ${many(terms.hubMeetings, 'hub meeting', 'hub meetings')} a year (clause 35). Invite those of whom nobody came.`,
    `Send each agenda with its papers so that ${many(terms.noticeDays, 'clear day lies', 'clear days lie')} between it and the meeting.`,
    'Keep the register at the meeting, or see that somebody does; write the minutes beside the agenda.',
    'Chase the actions that are open, and carry what is not done to the next agenda.',
    `See that whoever represents the alliance reports back (clause 30): an agenda of the board closes ${many(terms.feedbackCutOff, 'day', 'days')} before its meeting.`,
    hub && 'Report on the hub to the meetings of the hub leads.',
    'Keep the list of members, and look early for who follows somebody whose time ends (clause 29).',
    'Share what the group makes as resources, so that every school may use it.',
  ].filter((one) => one !== false)
}
