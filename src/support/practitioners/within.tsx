import { type Day, dayInLondon, inShort, inWords } from '../../platform/day.ts'
import { Bullets, ButtonLink, Deeds, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Interest } from './interests/queries.ts'
import type { Away } from './queries.ts'
import type { Word } from './rules.ts'
import { interestKinds } from './tables.ts'
import type { Vouching } from './vouchings/queries.ts'

/** What this reader may do here, each asked of the rule that its route asks. */
export type May = {
  answer: boolean
  answersOwnSchool: boolean
  keep: boolean
  offer: boolean
  vouch: boolean
  correctVouching: boolean
  end: boolean
  declare: boolean
  endsInterest: (interest: Interest) => boolean
}

/** What is for the leaders of their school, SSIG, the office and themselves. */
export type Within = {
  vouchings: Vouching[]
  interests: Interest[]
  away: Away[]
  running: number
  word: { word: Word; until: Day | null }
}

/** What somebody wrote, a paragraph a line. */
export const Lines = ({ of }: { of: string }) => (
  <>
    {of.split(/\n+/).map((line) => (
      <Text>{line}</Text>
    ))}
  </>
)

const on = (moment: Date) => inWords(dayInLondon(moment))

type PartProps = { within: Within; may: May; at: string }

const awayInWords = ({ fromOn, toOn }: Away) =>
  fromOn === toOn ? inShort(fromOn) : `${inShort(fromOn)} to ${inShort(toOn)}`

export const Times = ({ within, may, at }: PartProps) => (
  <Section title="Times away" id="away">
    {within.away.length === 0 && <Text>None is entered from today on.</Text>}
    {within.away.length > 0 && (
      <Bullets
        items={within.away.map((one) => (
          <>
            {awayInWords(one)}{' '}
            {may.keep && (
              <PressButton
                action={`${at}/away/${one.id}/remove`}
                says="Remove"
                about={awayInWords(one)}
                quiet
              />
            )}
          </>
        ))}
      />
    )}
    {may.keep && (
      <Deeds>
        <ButtonLink to={`${at}/away/new`} kind="secondary">
          Add a time away
        </ButtonLink>
      </Deeds>
    )}
  </Section>
)

function wordInWords({ word, until }: Within['word']): { says: string; tone: 'good' | 'due' | 'bad' } {
  if (until === null) return { says: 'No head has vouched', tone: 'bad' }
  if (word === 'late') return { says: `Ran out on ${inWords(until)}`, tone: 'bad' }
  return { says: `Holds until ${inWords(until)}`, tone: word === 'soon' ? 'due' : 'good' }
}

export const Evidence = ({ within, may, at, open }: PartProps & { open: boolean }) => (
  <Section title="Their head’s word" id="word">
    {open && (
      <Text>
        <Tag {...wordInWords(within.word)} />
      </Text>
    )}
    <Text>Read by the leaders of their school, SSIG, the office and themselves.</Text>
    {within.vouchings.map(({ id, by, vouchedOn, evidence }) => (
      <>
        <Text>
          <strong>{[by, inWords(vouchedOn)].filter(Boolean).join(', ')}</strong>
        </Text>
        <Lines of={evidence} />
        {may.correctVouching && (
          <Text>
            <Link to={`${at}/vouchings/${id}/correct`}>{`Correct the words of ${inWords(vouchedOn)}`}</Link>
          </Text>
        )}
      </>
    ))}
  </Section>
)

const interestInWords = ({ school, kind, words }: Interest) =>
  `${school}: ${interestKinds[kind].toLowerCase()}${words ? ` (${words})` : ''}`
const spellOf = ({ by, saidAt, endedAt }: Interest) =>
  `${by}, ${on(saidAt)}${endedAt ? `; ended ${on(endedAt)}` : ''}`

export const Interests = ({ within, may, at }: PartProps) => (
  <Section title="Conflicts of interest" id="interests">
    {within.interests.length === 0 && <Text>None is declared.</Text>}
    {within.interests.length > 0 && (
      <Bullets
        items={within.interests.map((one) => (
          <>
            {interestInWords(one)}. {spellOf(one)}{' '}
            {!one.endedAt && may.endsInterest(one) && (
              <PressButton
                action={`${at}/interests/${one.id}/end`}
                says="It is over"
                about={interestInWords(one)}
                quiet
              />
            )}
          </>
        ))}
      />
    )}
    {may.declare && (
      <Deeds>
        <ButtonLink to={`${at}/interests/new`} kind="secondary">
          Declare an interest
        </ButtonLink>
      </Deeds>
    )}
  </Section>
)
