import type { Child } from 'hono/jsx'
import { statedInWords } from '../../ballots/outcome/rules.ts'
import type { VoteTold } from '../../ballots/outcome/told.ts'
import { type Day, inShort, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { Agenda, Bullets, Facts, Lead, Link, Section } from '../../platform/parts.tsx'
import type { DecisionRow } from '../decisions/queries.ts'
import type { Moment } from './rules.ts'

/** The day without its weekday, which a year’s story does not need. */
const dated = (on: Day) => inShort(on).replace(/^\S+ /, '')

type StoryProps = {
  decision: DecisionRow
  /** The vote by which it was taken, where it was taken by one. */
  vote: VoteTold | undefined
  moments: Moment[]
  sight: Child
}

/** A decision, what led to it and what became of it. */
export const StoryPage = ({ decision, vote, moments, sight }: StoryProps) => (
  <Page title={`Decision ${decision.number}`} up={{ href: '/meetings/decisions', says: 'Decisions' }} wide>
    {sight}
    <Lead>{decision.words}</Lead>
    <Facts
      facts={[
        { is: 'Decided by', says: decision.groups },
        {
          is: 'At',
          says: (
            <>
              <Link to={`/meetings/${decision.meetingId}`}>{decision.meeting}</Link>,{' '}
              {inWords(decision.heldOn)}
            </>
          ),
        },
        vote !== undefined && {
          is: 'Vote',
          says: <Link to={`/ballots/${vote.ballotId}`}>{vote.says}</Link>,
        },
        decision.means !== null && { is: 'What it means for a school', says: decision.means },
        decision.pence !== null && { is: 'What it costs each school', says: inPounds(decision.pence) },
        decision.takesEffectOn !== null && { is: 'Takes effect', says: inWords(decision.takesEffectOn) },
      ]}
    />
    {vote && vote.said.length > 0 && (
      <Section title="Reasons and statements" id="statements">
        <Bullets items={vote.said.map(statedInWords)} />
      </Section>
    )}
    <Section title="Its story">
      <Agenda days={moments.map((moment) => ({ ...moment, when: dated(moment.on) }))} />
    </Section>
  </Page>
)
