import { inShort } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Inset,
  Lead,
  Link,
  RunningOrder,
  Section,
  Small,
  Subheading,
  Tag,
  Text,
} from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { Meeting } from '../queries.ts'
import { type Notice, noticeInWords } from './issue/rules.ts'
import type { Item } from './queries.ts'
import { timings, timingsInWords } from './rules.ts'
import { itemKinds, itemStates } from './tables.ts'

type Timed = Item & { at: string | null }

const timed = (items: Item[], meeting: Meeting): Timed[] => {
  const { at } = timings(items, meeting)
  return items.map((item, i) => ({ ...item, at: at[i] ?? null }))
}

const many = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

/** “For decision · Hannah Head · 10 minutes · 2 papers”. */
export const besides = ({ kind, title, owner, minutes, papers }: Item) =>
  [
    itemKinds[kind] === title ? null : itemKinds[kind],
    owner,
    minutes === null ? null : many(minutes, 'minute'),
    papers > 0 && many(papers, 'paper'),
  ]
    .filter(Boolean)
    .join(' · ')

/** What it is called on pages that are left open where others can see them. */
const discreet = ({ number, partB, title }: Item) =>
  partB ? `${number}. Part B: confidential` : `${number}. ${title}`

type AgendaProps = {
  meeting: Meeting
  items: Item[]
  /** What this reader proposed and is not on it. */
  own: Item[]
  keeps: boolean
  /** Whether something changed after it was last sent. */
  changed: boolean
  proposes: boolean
}

/** The agenda on the page of its meeting. */
export function AgendaSection({ meeting, items, own, keeps, changed, proposes }: AgendaProps) {
  const at = `/meetings/${meeting.id}`
  const out = meeting.agendaIssuedAt !== null
  return (
    <Section title="Agenda" id="agenda">
      {!out && keeps && items.length > 0 && <Small>A draft: only those who keep this meeting see it.</Small>}
      {out && changed && <Inset>It has changed since it was sent.</Inset>}
      {out && meeting.agendaLateReason && (
        <Small>It had less notice than the heads agreed on: {meeting.agendaLateReason}</Small>
      )}
      {items.length === 0 ? (
        <Text>{empty(out, keeps)}</Text>
      ) : (
        <>
          <Order items={items} meeting={meeting} />
          <Small>{timingsInWords(timings(items, meeting))}.</Small>
        </>
      )}
      {!keeps && own.length > 0 && <Own at={at} items={own} />}
      <Deeds>
        {keeps && (
          <ButtonLink to={`${at}/agenda`} kind="secondary">
            {meeting.status === 'held' ? 'Change the agenda' : 'Prepare the agenda'}
          </ButtonLink>
        )}
        {items.length > 0 && (
          <ButtonLink to={`${at}/pack`} kind="secondary">
            Read the pack
          </ButtonLink>
        )}
        {proposes && !keeps && (
          <ButtonLink to={`${at}/items/propose`} kind="secondary">
            Propose an item
          </ButtonLink>
        )}
      </Deeds>
    </Section>
  )
}

/** A proposal for Part B is not named here, where others may look on. */
const Own = ({ at, items }: { at: string; items: Item[] }) => (
  <>
    <Subheading>Proposed by you</Subheading>
    <Bullets
      items={items.map(({ id, partB, title, state }) => (
        <>
          <Link to={`${at}/items/${id}`}>{partB ? 'An item for Part B' : title}</Link>:{' '}
          {itemStates[state].toLowerCase()}
        </>
      ))}
    />
  </>
)

const empty = (out: boolean, keeps: boolean) =>
  keeps
    ? 'Nothing is on the agenda yet.'
    : out
      ? 'Nothing is on the agenda.'
      : 'The agenda has not been sent yet. It appears here when it is.'

function Order({ items, meeting }: { items: Item[]; meeting: Meeting }) {
  return (
    <RunningOrder
      lines={timed(items, meeting).map((item) => ({
        ...{ time: item.at, says: discreet(item), href: `/meetings/${meeting.id}/items/${item.id}` },
        more: item.partB ? '' : besides(item),
      }))}
    />
  )
}

type BuilderProps = {
  meeting: Meeting
  items: Item[]
  beside: Item[]
  notice: Notice & { sendBy: string; sent: boolean }
  changed: boolean
}

/** Where whoever keeps a meeting prepares its agenda. */
export function BuilderPage({ meeting, items, beside, notice, changed }: BuilderProps) {
  const at = `/meetings/${meeting.id}`
  return (
    <Page title="Prepare the agenda" up={{ href: at, says: meeting.title }} wide>
      <Lead>
        {meeting.title}, {inShort(meeting.heldOn)}. {timingsInWords(timings(items, meeting))}.
      </Lead>
      <Sending {...{ notice, changed }} />
      <Deeds>
        <ButtonLink to={`${at}/agenda/add`}>Add an item</ButtonLink>
        <PressButton action={`${at}/agenda/lay`} says="Add the usual items" quiet />
        {items.length > 1 && (
          <ButtonLink to={`${at}/agenda/order`} kind="secondary">
            Order by number
          </ButtonLink>
        )}
        {items.length > 0 && (
          <ButtonLink to={`${at}/agenda/issue`} kind="secondary">
            {notice.sent ? 'Send it again' : 'Send the agenda'}
          </ButtonLink>
        )}
      </Deeds>
      <Table of={builder(items, at)} rows={timed(items, meeting)} hideCaption />
      <Proposals {...{ at, items: beside.filter(({ state }) => state === 'proposed') }} />
      <TakenOff
        {...{ at, items: beside.filter(({ state, position }) => state === 'withdrawn' && position > 0) }}
      />
    </Page>
  )
}

function Sending({ notice, changed }: Pick<BuilderProps, 'notice' | 'changed'>) {
  if (notice.sent)
    return changed ? (
      <Inset>It has changed since it was sent. Send it again to tell those who have it.</Inset>
    ) : null
  return (
    <Inset>
      Send it by {notice.sendBy} to give {notice.agreed} clear days.
      {notice.late && ` Sent today: ${noticeInWords(notice)}`}
    </Inset>
  )
}

const builder = (items: Item[], at: string): Listing<Timed> => ({
  caption: 'Agenda',
  empty:
    'Nothing is on the agenda yet. Add the usual items to begin with what every meeting takes, then add your own.',
  columns: [
    {
      title: 'Item',
      show: (item) => (
        <>
          <Link to={`${at}/items/${item.id}`}>
            {item.number}. {item.title}
          </Link>
          {item.partB && (
            <>
              {' '}
              <Tag says="Part B" tone="due" />
            </>
          )}
        </>
      ),
    },
    { title: 'Begins', sparse: true, show: ({ at }) => at },
    { title: 'Kind', sparse: true, show: ({ kind, title }) => itemKinds[kind] !== title && itemKinds[kind] },
    { title: 'Led by', sparse: true, show: ({ owner }) => owner },
    { title: 'Minutes', numeric: true, sparse: true, show: ({ minutes }) => minutes },
    { title: 'Papers', numeric: true, sparse: true, show: ({ papers }) => papers || '' },
    { title: 'Change', show: (item) => <Changes {...{ item, items, at }} /> },
  ],
})

function Changes({ item, items, at }: { item: Item; items: Item[]; at: string }) {
  const about = plainly(item)
  const place = items.findIndex(({ id }) => id === item.id)
  const here = `${at}/items/${item.id}`
  return (
    <Deeds>
      {place > 0 && <PressButton action={`${here}/up`} says="Up" about={about} quiet />}
      {place < items.length - 1 && <PressButton action={`${here}/down`} says="Down" about={about} quiet />}
      <Link to={`${here}/correct`}>Correct</Link>
    </Deeds>
  )
}

const plainly = ({ number, title }: Item) => `${number}. ${title}`

function Proposals({ at, items }: { at: string; items: Item[] }) {
  if (items.length === 0) return null
  return (
    <Section title="Proposed" id="proposed">
      <Bullets
        items={items.map((item) => (
          <>
            <Link to={`${at}/items/${item.id}`}>{item.title}</Link>, proposed by {item.proposer}
            {item.school && `, ${item.school}`}. {item.partB && <Tag says="Asks to be Part B" tone="due" />}
          </>
        ))}
      />
    </Section>
  )
}

function TakenOff({ at, items }: { at: string; items: Item[] }) {
  if (items.length === 0) return null
  return (
    <Section title="Taken off" id="taken-off">
      <Bullets
        items={items.map((item) => (
          <>
            {item.title}{' '}
            <PressButton action={`${at}/items/${item.id}/restore`} says="Put back" about={item.title} quiet />
          </>
        ))}
      />
    </Section>
  )
}
