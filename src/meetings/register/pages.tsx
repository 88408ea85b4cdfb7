import {
  type Answers,
  type Field,
  type Form,
  form,
  kept,
  optional,
  pick,
  type RowOptions,
  select,
  text,
  time,
} from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Link, Text } from '../../platform/parts.tsx'
import { Question } from '../../platform/question.tsx'
import { FormFor, LinesFor, PressButton } from '../../platform/questions.tsx'
import type { Sitting } from '../seats/queries.ts'
import { type Capacity, capacities } from '../tables.ts'
import type { Kept, OneMore } from './actions.ts'
import { type Line, names, stands } from './lines.ts'
import { asText, type Said, saidIn } from './rules.ts'
import { QuorumPart } from './shown.tsx'

type Filled = Record<string, string | number | null>

/** Its questions follow from its lines: in what capacity, who, and from when to when; `now` is what “n” stands for. */
export function registerForm(lines: Line[], now: string | null = null): Form<Filled> {
  const fields = lines.flatMap(({ key, people }): [string, Field<string | number | null>][] => [
    [names(key).opened, kept('When it was opened')],
    [
      names(key).capacity,
      plain(
        select('Capacity', capacities, { ask: 'Choose a capacity from the list', empty: 'Not recorded' }),
      ),
    ],
    [
      names(key).person,
      plain(pick('Person', people, { ask: 'Choose a person from the list', empty: 'Nobody named' })),
    ],
    [names(key).arrived, plain(time('Arrived', { ask: '', now }))],
    [names(key).departed, plain(time('Left', { ask: '', now }))],
  ])
  const guest = { ...optional(text('Name of a guest who is not in the list', { ask: '' })) }
  return form<Filled>({ ...Object.fromEntries(fields), 'guest-name': guest })
}

/** Every question of a line may be left blank, which goes without saying there. */
const plain = <Value,>(field: Field<Value>): Field<Value | null> => ({
  ...optional(field),
  label: field.label,
})

/** The form as it opens on what stands now. */
export const opened = (of: Form<Filled>, lines: Line[]) =>
  of.blank(Object.fromEntries(lines.flatMap((line) => Object.entries(valuesOf(line.key, stands(line))))))

export const valuesOf = (key: string, said: Said) => ({
  [names(key).opened]: asText(said),
  [names(key).capacity]: said.capacity ?? '',
  [names(key).person]: said.personId === null ? '' : String(said.personId),
  [names(key).arrived]: said.arrived ?? '',
  [names(key).departed]: said.departed ?? '',
})

/** What a filled form says of each line, with what stood there when it was opened. */
export const keptOf = (filled: Filled, lines: Line[]): Kept[] =>
  lines.map(({ key, title, membershipId }) => ({
    ...{ key, title, membershipId },
    opened: saidIn(String(filled[names(key).opened] ?? '')),
    typed: {
      capacity: (filled[names(key).capacity] as Capacity | null) ?? null,
      personId: (filled[names(key).person] as number | null) ?? null,
      arrived: (filled[names(key).arrived] as string | null) ?? null,
      departed: (filled[names(key).departed] as string | null) ?? null,
    },
    ...(key === 'guest' ? { guestName: (filled['guest-name'] as string | null) ?? null } : {}),
  }))

type KeepProps = {
  form: Form<Filled>
  lines: Line[]
  answers: Answers
  meeting: Sitting & { when: string }
  quorum: string | null
  /** Whether it goes on now, and may begin. */
  isOn: boolean
  mayBegin: boolean
  /** Whether whoever keeps it is the office, which alone has the letters. */
  office: boolean
}

export function RegisterFormPage({ form, lines, answers, meeting, quorum, ...how }: KeepProps) {
  const { isOn } = how
  const at = `/meetings/${meeting.id}`
  return (
    <Page title="Register" wrong={answers.errors.length > 0} up={{ href: at, says: meeting.title }} wide>
      <Lead>
        {meeting.title}, {meeting.when}.
      </Lead>
      <QuorumPart id={meeting.id} says={quorum} />
      <Running {...{ at, meeting, ...how }} />
      <LinesFor
        form={form}
        answers={answers}
        submit="Save the register"
        keeps
        times
        lines={lines.map(({ key, title, says }) => ({
          ...{ title, says },
          live: { of: `meetings/${meeting.id}`, part: `line-${key}` },
          asks: Object.values(names(key)),
        }))}
      >
        <Question name="guest-name" field={form.fields['guest-name'] as Field<unknown>} answers={answers} />
        <Text>
          Leave a school at “Not recorded” where nobody noted it; set it back to that to take it off the
          register.{' '}
          {isOn && 'Whoever you write down as present has arrived now, unless you type their time. '}
          Type a time like 15:45{isOn && ', or n for now'}. A second person from one school?{' '}
          <Link to={`${at}/register/add`}>Add them by name</Link> once this is saved.
        </Text>
      </LinesFor>
    </Page>
  )
}

type RunningProps = { at: string; meeting: Sitting; isOn: boolean; mayBegin: boolean; office: boolean }

/** What runs a meeting from here: its beginning and end, the door for phones, and who stands in for whom. */
function Running({ at, meeting, isOn, mayBegin, office }: RunningProps) {
  return (
    <>
      <Deeds>
        {mayBegin && (
          <PressButton
            action={`${at}/begin`}
            says={meeting.endedAt ? 'Take it up again' : 'Begin the meeting'}
          />
        )}
        {isOn && <PressButton action={`${at}/end`} says="End the meeting" quiet />}
        {(mayBegin || isOn) && (
          <ButtonLink to={`${at}/door`} kind="secondary">
            Let phones check in
          </ButtonLink>
        )}
      </Deeds>
      {meeting.ofBoard && (
        <Text>
          <Link to={`${at}/deputy`}>Who stands in for a head</Link> ·{' '}
          <Link to={`${at}/waivers`}>Further deputies allowed</Link>
          {office && (
            <>
              {' '}
              · <Link to="/meetings/letters">Letters of acting heads</Link>
            </>
          )}
        </Text>
      )}
    </>
  )
}

export const oneMoreForm = (people: RowOptions, schools: RowOptions) =>
  form<OneMore>({
    personId: pick('Person', people, { ask: 'Select who attended' }),
    membershipId: optional(
      pick('School they came for', schools, {
        ask: 'Choose a school from the list',
        hint: 'Leave blank for a guest',
      }),
    ),
    capacity: select('Capacity', capacities, { ask: 'Select in what capacity they attended' }),
  })

type OneMoreProps = {
  form: ReturnType<typeof oneMoreForm>
  answers: Answers
  up: { href: string; says: string }
}

export function OneMorePage({ form, answers, up }: OneMoreProps) {
  return (
    <Page title="Add somebody to the register" wrong={answers.errors.length > 0} up={up}>
      <FormFor form={form} answers={answers} submit="Save" />
    </Page>
  )
}
