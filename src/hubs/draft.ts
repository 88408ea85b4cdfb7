import { type Day, inWords } from '../platform/day.ts'
import { type ContributionKind, contributionKinds } from './tables.ts'

/** What the records hold of a hub since the hub leads last met. */
export type HubRecorded = {
  hub: string
  since: Day
  meetings: { title: string; heldOn: Day; status: string; schools: number }[]
  schoolsBelonging: number
  notes: { title: string }[]
  resources: { title: string; school: string | null; uses: number }[]
  contributions: { kind: ContributionKind; school: string }[]
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

const section = (title: string, lines: string[]) =>
  lines.length === 0 ? '' : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')].join('\n\n')

/** The lead’s report as the records give it, in Markdown. Attendance is told by the number of schools, of nobody by name. */
export function draftedReport(of: HubRecorded): string {
  const held = of.meetings.filter(({ status }) => status === 'held')
  const ahead = of.meetings.filter(({ status }) => status === 'planned')
  const opening = `Since ${inWords(of.since)} ${of.hub} met ${held.length === 1 ? 'once' : `${held.length} times`}. People of ${many(of.schoolsBelonging, 'school belong', 'schools belong')} to it.`
  const parts = [
    opening,
    section(
      'Meetings',
      held.map(
        ({ title, heldOn, schools }) =>
          `${inWords(heldOn)}, ${oneLine(title)}: ${many(schools, 'school', 'schools')}`,
      ),
    ),
    section(
      'Planned',
      ahead.map(({ title, heldOn }) => `${inWords(heldOn)}, ${oneLine(title)}`),
    ),
    section('What schools gave', given(of.contributions)),
    section('Resources', of.resources.map(resource)),
    section(
      'Notes',
      of.notes.map(({ title }) => oneLine(title)),
    ),
    '## What we ask of the other hubs\n\nNothing at present.',
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** By what was given, and the schools by name: none stands before another for having given more. */
function given(all: HubRecorded['contributions']): string[] {
  const kinds = Object.keys(contributionKinds) as ContributionKind[]
  return kinds.flatMap((kind) => {
    const schools = [...new Set(all.filter((one) => one.kind === kind).map(({ school }) => school))].sort()
    return schools.length === 0 ? [] : [`${contributionKinds[kind]}: ${schools.join(', ')}`]
  })
}

const resource = ({ title, school, uses }: HubRecorded['resources'][number]) =>
  [oneLine(title), school && `from ${school}`, uses > 0 && `used ${uses === 1 ? 'once' : `${uses} times`}`]
    .filter(Boolean)
    .join(', ')
