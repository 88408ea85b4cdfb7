import type { Child } from 'hono/jsx'
import {
  type Answers,
  type Field,
  form,
  optional,
  type RowOptions,
  several,
  text,
} from '../../platform/form.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, Deeds, Inset, Lead, Link, SpelledCode, Text } from '../../platform/parts.tsx'
import { QrCode } from '../../platform/qr.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { QuorumPart } from '../register/shown.tsx'
import type { Sitting } from '../seats/queries.ts'
import { capacities } from '../tables.ts'
import type { Here } from './actions.ts'
import type { Expected, OwnLine } from './queries.ts'
import { isPresent, spelled } from './rules.ts'

type DoorProps = {
  meeting: Sitting
  /** Where phones are led to, without the code. */
  address: string
  closed: string | undefined
  quorum: string | null
  /** How many have checked in by phone. */
  checkedIn: number
}

/** For the room’s screen: whoever has a phone and is signed in puts themselves on the register. */
export function DoorPage({ meeting, address, closed, quorum, checkedIn }: DoorProps) {
  const { id, title, doorCode } = meeting
  const up = { href: `/meetings/${id}/register`, says: 'Register' }
  const link = `${address}?code=${doorCode}`
  return (
    <Page title={`Check in: ${title}`} up={up}>
      {closed && <Inset>{closed}.</Inset>}
      {doorCode === null ? (
        <Lead>Show a code on the room’s screen: who opens it on their own phone is on the register.</Lead>
      ) : (
        <>
          <QrCode of={link} says={`Leads to ${address} with the code ${spelled(doorCode)}`} />
          <Text>
            Or open <Link to={link}>{address.replace(/^https?:\/\//, '')}</Link> and type
          </Text>
          <SpelledCode says={spelled(doorCode)} />
        </>
      )}
      <QuorumPart id={id} says={quorum} />
      <LivePart of={`meetings/${id}`} part="checked-in">
        <Text>{checkedIn === 1 ? 'One person has' : `${checkedIn} people have`} checked in by phone.</Text>
      </LivePart>
      {!closed && (
        <PressButton
          action={`/meetings/${id}/door`}
          says={doorCode === null ? 'Show a code' : 'Show another code'}
          quiet={doorCode !== null}
        />
      )}
    </Page>
  )
}

export function hereForm(schools: RowOptions) {
  const code = text('Code on the screen', { ask: 'Enter the code that the screen shows', max: 20, width: 10 })
  const asked = several('You are here for', schools, { ask: 'Select for which school you are here' })
  // One school goes without asking.
  const only = { ...optional(asked), widget: { kind: 'hidden' } as const }
  return form<Here>({ code, schools: (schools.length > 1 ? asked : only) as Field<number[] | null> })
}

type HereProps = {
  meeting: Sitting
  form: ReturnType<typeof hereForm>
  answers: Answers
  expected: Expected[]
  lines: OwnLine[]
  closed: string | undefined
  quorum: string | null
  /** The votes that are open to whoever is there. */
  votes: Child
}

const asInWords = ({ capacity, school }: { capacity: Expected['capacity']; school: string | null }) =>
  [capacities[capacity].toLowerCase(), school].filter(Boolean).join(', ')

/** On one’s own phone: in what capacity one comes, and one press to say so. */
export function HerePage({ meeting, form, answers, expected, lines, closed, quorum, votes }: HereProps) {
  const there = lines.filter(isPresent)
  const up = { href: `/meetings/${meeting.id}`, says: meeting.title }
  return (
    <Page title={there.length > 0 ? 'You are here' : 'Check in'} wrong={answers.errors.length > 0} up={up}>
      <Lead>{meeting.title}</Lead>
      {votes}
      {closed && <Inset>{closed}.</Inset>}
      {there.length > 0 ? (
        <Present {...{ there, closed }} at={`/meetings/${meeting.id}/here/leave`} />
      ) : (
        !closed && <Comes {...{ form, answers, expected }} />
      )}
      <QuorumPart id={meeting.id} says={quorum} />
    </Page>
  )
}

function Comes({ form, answers, expected }: Pick<HereProps, 'form' | 'answers' | 'expected'>) {
  return (
    <>
      <Text>You are taken to come as:</Text>
      <Bullets
        items={expected.map((one) => (
          <>
            {asInWords(one)}
            {one.why && `. ${one.why}`}
          </>
        ))}
      />
      <FormFor form={form} answers={answers} submit="I am here" keeps />
      <Text>Is that not right? Tell the clerk, who can write you down otherwise.</Text>
    </>
  )
}

function Present({ there, at, closed }: { there: OwnLine[]; at: string; closed: string | undefined }) {
  return (
    <>
      <Bullets
        items={there.map((line) => (
          <>
            On the register as {asInWords(line)}
            {line.arrived && `, since ${line.arrived}`}
            {line.why && `. ${line.why}`}
          </>
        ))}
      />
      {!closed && (
        <Deeds>
          <PressButton action={at} says="I am leaving now" quiet />
        </Deeds>
      )}
    </>
  )
}
