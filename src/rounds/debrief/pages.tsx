import { momentInWords } from '../../platform/day.ts'
import { type Answers, type Form, form, longText, several } from '../../platform/form.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Inset,
  Link,
  Section,
  Small,
  Subheading,
  Tag,
  Text,
} from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { roomInWords } from '../pages.tsx'
import { Lines } from '../parts.tsx'
import type { RoundWithin } from '../queries.ts'
import type { RoomRow } from '../rooms/queries.ts'
import { type Stage, stages } from '../tables.ts'
import type { PatternFilled } from './actions.ts'
import type { PatternRow, StageRow } from './queries.ts'
import {
  asksFor,
  isAgreed,
  isOpen,
  isPattern,
  mayReopen,
  PATTERN_ROOMS,
  seenInWords,
  slugOf,
  stageNames,
} from './rules.ts'

const MOST_CHARACTERS = 8_000

export const stageForm = (stage: Stage) =>
  form<{ words: string }>({
    words: longText(stages[stage], {
      ask: 'Enter what you agree on',
      hint: asksFor[stage],
      max: MOST_CHARACTERS,
      rows: 10,
    }),
  })

export const patternForm = (rooms: RoomRow[]) =>
  form<PatternFilled>({
    words: longText('What was seen', {
      ask: 'Enter what was seen',
      hint: 'One thing, in words that describe: “Pupils copied the task from the board before it began”',
      max: 1_000,
      rows: 3,
    }),
    rooms: several(
      'In which rooms',
      rooms.map((room) => [room.id, roomInWords(room)]),
      { ask: 'Select the rooms in which it was seen' },
    ),
  })

type Debrief = {
  round: RoundWithin
  all: StageRow[]
  patterns: PatternRow[]
  rooms: RoomRow[]
  /** What this reader may do now. */
  may: { write: boolean; agree: boolean }
}

export function DebriefPage(of: Debrief) {
  const { round } = of
  const at = `/rounds/${round.id}`
  return (
    <Page title="Debrief" up={{ href: at, says: round.title }}>
      <Text>
        Four stages, in their order: each opens when the one before it is agreed.{' '}
        <Link to="/rounds/manual/the-debrief">How a debrief is held</Link> ·{' '}
        <Link to={`${at}/notes`}>The notes of all rooms</Link>
      </Text>
      <LivePart of={`rounds/${round.id}`} part="debrief">
        {stageNames.map((stage, i) => (
          <Section title={`${i + 1}. ${stages[stage]}`} id={slugOf(stage)}>
            <StagePart {...of} stage={stage} />
          </Section>
        ))}
      </LivePart>
    </Page>
  )
}

function StagePart({ stage, ...of }: Debrief & { stage: Stage }) {
  const { all, round } = of
  const row = all.find((one) => one.stage === stage)
  const agreed = isAgreed(all, stage)
  const open = isOpen(all, stage)
  if (!agreed && !open) return <Text>Opens when “{stages[before(stage)]}” is agreed.</Text>
  return (
    <>
      <Text>
        <Tag says={agreed ? 'Agreed' : 'Open'} tone={agreed ? 'good' : 'due'} />{' '}
        {row?.agreedAt && `by ${row.agreedBy ?? 'the office'} on ${momentInWords(row.agreedAt)}`}
      </Text>
      {!agreed && <Text>{asksFor[stage]}.</Text>}
      {row?.words && (
        <Inset>
          <Lines of={row.words} />
        </Inset>
      )}
      {stage === 'analysis' && <Patterns {...of} open={open} />}
      <StageDeeds {...of} {...{ stage, row, open }} />
      {stage === 'next level' && (
        <Small>
          <Link to={`/rounds/${round.id}#theory`}>Theory of action and the day of the return</Link>
        </Small>
      )}
    </>
  )
}

const before = (stage: Stage) => stageNames[stageNames.indexOf(stage) - 1] ?? stage

type DeedsProps = Debrief & { stage: Stage; row: StageRow | undefined; open: boolean }

function StageDeeds({ round, all, may, stage, row, open }: DeedsProps) {
  const at = `/rounds/${round.id}/debrief/${slugOf(stage)}`
  const about = stages[stage]
  return (
    <Deeds>
      {open && may.write && (
        <ButtonLink to={at} kind="secondary">
          {row?.words ? `Change “${about}”` : `Write “${about}”`}
        </ButtonLink>
      )}
      {open && may.agree && row?.words && (
        <PressButton
          action={`${at}/agree`}
          name="version"
          value={String(row.version)}
          says="Agree what stands here"
          about={about}
        />
      )}
      {may.agree && mayReopen(all, stage) && (
        <PressButton action={`${at}/reopen`} says="Open it again" about={about} quiet />
      )}
    </Deeds>
  )
}

function Patterns({ round, patterns, rooms, may, open }: Debrief & { open: boolean }) {
  const at = `/rounds/${round.id}/debrief/patterns`
  return (
    <>
      <Subheading>Patterns across rooms</Subheading>
      {patterns.length === 0 && <Text>None yet. A pattern is seen in at least {PATTERN_ROOMS} rooms.</Text>}
      <Bullets
        items={patterns.map((pattern) => (
          <>
            {pattern.words}{' '}
            <Tag says={seenInWords(pattern, rooms.length)} tone={isPattern(pattern) ? 'good' : 'due'} />{' '}
            <Small>{pattern.rooms.map(({ code }) => code).join(', ')}</Small>
            {open && may.write && (
              <Deeds>
                <Link to={`${at}/${pattern.id}/correct`}>Correct</Link>
                <PressButton
                  action={`${at}/${pattern.id}/remove`}
                  says="Remove"
                  about={pattern.words}
                  quiet
                />
              </Deeds>
            )}
          </>
        ))}
      />
      {open && may.write && (
        <Text>
          <Link to={`${at}/new`}>Write down a pattern</Link>
        </Text>
      )}
    </>
  )
}

type StageFormProps = {
  round: RoundWithin
  stage: Stage
  form: Form<{ words: string }>
  answers: Answers
  patterns: PatternRow[]
  rooms: RoomRow[]
}

/** One stage to write, with what it rests on beneath it. */
export function StageFormPage({ round, stage, form, answers, patterns, rooms }: StageFormProps) {
  const up = { href: `/rounds/${round.id}/debrief#${slugOf(stage)}`, says: 'Debrief' }
  return (
    <Page title={stages[stage]} wrong={answers.errors.length > 0} up={up}>
      <FormFor form={form} answers={answers} submit="Save" keeps />
      {patterns.length > 0 && stage !== 'description' && (
        <>
          <Subheading>Patterns across rooms</Subheading>
          <Bullets items={patterns.map((one) => `${one.words} (${seenInWords(one, rooms.length)})`)} />
        </>
      )}
      <Text>
        <Link to={`/rounds/${round.id}/notes`}>The notes of all rooms</Link>
      </Text>
    </Page>
  )
}
