import { inShort } from '../../platform/day.ts'
import { Bullets, Details, Inset, Link, Tag, Text, type Tone } from '../../platform/parts.tsx'
import { type Clash, HARD, NOTABLE } from './rules.ts'
import type { Better } from './slots.ts'
import { sentence } from './words.ts'

const toneOf = (weight: number): [says: string, tone: Tone] =>
  weight >= HARD ? ['Serious', 'bad'] : weight >= NOTABLE ? ['Notable', 'due'] : ['Slight', 'quiet']

/** How much one clash counts, as a word. */
export const Weight = ({ of }: { of: number }) => {
  const [says, tone] = toneOf(of)
  return <Tag says={says} tone={tone} />
}

/** Each clash with how much it counts. */
export const Clashes = ({ of }: { of: Clash[] }) =>
  of.length === 0 ? (
    <Text>Nothing clashes.</Text>
  ) : (
    <Bullets
      items={of.map(({ weight, says }) => (
        <>
          <Weight of={weight} /> {sentence(says)}
        </>
      ))}
    />
  )

/** Better days, folded away, each with why. */
export const BetterDays = ({ of }: { of: Better[] }) =>
  of.length > 0 && (
    <Details summary={of.length === 1 ? 'One better day, and why' : `${of.length} better days, and why`}>
      <Bullets items={of.map(({ on, says }) => `${inShort(on)}: ${says}`)} />
    </Details>
  )

/** On the page of a planned meeting, for whoever keeps it. */
export const ClashNotice = ({ meetingId, clashes }: { meetingId: number; clashes: Clash[] }) =>
  clashes.length > 0 && (
    <Inset>
      <Text>What it clashes with:</Text>
      <Clashes of={clashes} />
      <Link to={`/planning/meetings/${meetingId}/move`}>See better days, or move it</Link>
    </Inset>
  )
