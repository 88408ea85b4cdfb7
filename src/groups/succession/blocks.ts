import { meetingStatuses } from '../../meetings/tables.ts'
import { spellHeld } from '../../people/rules.ts'
import { inShort, inWords, yearName } from '../../platform/day.ts'
import type { Block, Document, Table, Text } from '../../platform/pdf.ts'
import { spellServed } from '../members/rules.ts'
import { groupKinds, groupParts } from '../tables.ts'
import type { LastMeeting, Pack, Reached } from './queries.ts'
import { dutiesOf } from './rules.ts'

type Part = Extract<Block, { kind: 'paragraph' | 'list' }> | ({ kind: 'table' } & Table)
/** One part of a pack, drawn as a page and set in type alike. */
export type PackSection = { title: string; parts: Part[] }

const paragraph = (text: Text): Part => ({ kind: 'paragraph', text })
const listed = (items: Text[], none: string): Part =>
  items.length > 0 ? { kind: 'list', items } : paragraph(none)
const table = (caption: string, headers: string[], rows: Text[][], none: string): Part =>
  rows.length > 0
    ? { kind: 'table', caption, columns: headers.map((header) => ({ header })), rows }
    : paragraph(none)

const mailto = (email: string | null): Text =>
  email === null ? 'No address' : [{ text: email, link: `mailto:${email}` }]
const reached = ({ person, school, email }: Reached): Text => [
  [person, school].filter(Boolean).join(', '),
  ...(email === null ? [] : [': ', { text: email, link: `mailto:${email}` }]),
]

/** Everything in a pack, in the order in which a new lead needs it. */
export const sectionsOf = (pack: Pack): PackSection[] => [
  { title: 'What this group is for', parts: purpose(pack) },
  { title: 'Who belongs to it', parts: [members(pack)] },
  { title: 'Who speaks for the alliance', parts: [mandates(pack), reporting(pack)] },
  ...pack.years.map((year) => ({ title: `Programme of ${yearName(year.year)}`, parts: [programme(year)] })),
  {
    title: 'The last meetings',
    parts:
      pack.last.length > 0 ? pack.last.flatMap(decided) : [paragraph('No meeting is recorded as held yet.')],
  },
  { title: 'Dates ahead', parts: [ahead(pack)] },
  { title: 'What the group made', parts: [resources(pack)] },
  {
    title: 'What a lead does through the year',
    parts: [{ kind: 'list', items: dutiesOf(pack.group.kind, pack.terms) }],
  },
  { title: 'Whom to ask', parts: [toAsk(pack)] },
]

function purpose({ group, on }: Pack): Part[] {
  const about = [
    groupKinds[group.kind],
    group.subject && `subject: ${group.subject}`,
    group.examBoard && `exam board: ${group.examBoard}`,
    group.kind !== 'board' && `reports back to ${group.reportsToName ?? 'the board'}`,
  ]
  const lead = group.lead
    ? `Lead: ${group.lead}${group.leadFrom ? `, ${spellHeld({ fromOn: group.leadFrom, toOn: null }, on)}` : ''}.`
    : 'Nobody leads it at present.'
  return [
    paragraph(
      group.purpose ?? 'Nobody has written down what it is for. The office can add it to the group’s page.',
    ),
    paragraph(`${about.filter(Boolean).join('; ')}. ${lead}`),
  ]
}

const members = ({ members, on }: Pack): Part =>
  table(
    'Members and how to reach them',
    ['Person', 'Part', 'School', 'Serves', 'Address'],
    members.map((one) => [
      one.person,
      groupParts[one.part],
      one.school ?? '',
      spellServed(one, on),
      mailto(one.email),
    ]),
    'Nobody is recorded as a member.',
  )

const mandates = ({ members, on }: Pack): Part =>
  listed(
    members
      .filter(({ part }) => part === 'representative')
      .map((one) => `${[one.person, one.school].filter(Boolean).join(', ')}: ${spellServed(one, on)}`),
    'Nobody is recorded as representing the alliance in this group.',
  )

const reporting = ({ reporting }: Pack): Part =>
  listed(
    reporting.map(({ id, name }) => [
      { text: name, link: `/groups/${id}` },
      ': its representatives report back here',
    ]),
    'No other group reports back here.',
  )

const programme = ({ year, meetings }: Pack['years'][number]): Part =>
  table(
    `Meetings of ${yearName(year)}`,
    ['Date', 'Meeting', 'Place', 'State'],
    meetings.map(({ id, title, heldOn, place, status }) => [
      inShort(heldOn),
      [{ text: title, link: `/meetings/${id}` }],
      place ?? '',
      meetingStatuses[status],
    ]),
    'No meeting is recorded.',
  )

const decided = ({ id, title, heldOn, decisions, open }: LastMeeting): Part[] => [
  paragraph([{ text: title, bold: true, link: `/meetings/${id}` }, `, ${inWords(heldOn)}`]),
  listed(
    [
      ...decisions.map(({ number, words }): Text => [{ text: `Decided (${number}): `, bold: true }, words]),
      ...open.map(
        ({ words, owner, dueOn }): Text => [
          { text: 'Open: ', bold: true },
          `${words} (${owner}${dueOn ? `, by ${inWords(dueOn)}` : ''})`,
        ],
      ),
    ],
    'No decision and no open action is recorded of it.',
  ),
]

const ahead = ({ ahead, group }: Pack): Part =>
  listed(
    ahead.map(
      ({ id, title, heldOn, group: of }): Text => [
        `${inWords(heldOn)}: `,
        { text: title, link: `/meetings/${id}` },
        of === group.name ? '' : ` (${of})`,
      ],
    ),
    'Nothing is planned yet.',
  )

const resources = ({ resources }: Pack): Part =>
  listed(
    resources.map(
      ({ id, title, sharedOn }): Text => [
        { text: title, link: `/library/${id}` },
        `, shared ${inWords(sharedOn)}`,
      ],
    ),
    'No resource of the group is recorded.',
  )

function toAsk({ members, former, office, on }: Pack): Part {
  const beside = members.filter(({ part }) => part === 'chair' || part === 'deputy lead' || part === 'clerk')
  return listed(
    [
      ...beside.map((one): Text => [`${groupParts[one.part]}: `, ...[reached(one)].flat()]),
      ...former.slice(0, 2).map((one) => `${one.name} led it before: ${spellHeld(one, on)}`),
      ...office.map((one): Text => ['The alliance office: ', ...[reached(one)].flat()]),
    ],
    'Ask the alliance office.',
  )
}

/** The pack as a document to print. It leaves out what is confidential, as its reader may hand it on. */
export const printed = (pack: Pack, alliance: string): Document => ({
  title: `Leading ${pack.group.name}`,
  subtitle: `What a new lead needs to know, as at ${inWords(pack.on)}`,
  author: alliance,
  date: pack.on,
  sections: [
    ...sectionsOf(pack).flatMap(({ title, parts }): Block[] => [
      { kind: 'heading', level: 1, text: title },
      ...parts,
    ]),
    {
      kind: 'note',
      text: 'For the lead, the deputy lead and the alliance office: it has addresses in it. Confidential items are left out.',
    },
  ],
})
