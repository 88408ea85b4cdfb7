import { inWords } from '../../../platform/day.ts'
import { type Answers, type Field, type Form, form, optional, select, time } from '../../../platform/form.ts'
import { Page } from '../../../platform/page.tsx'
import { Link, Text } from '../../../platform/parts.tsx'
import { GroupsFor } from '../../../platform/questions.tsx'
import type { Ballot } from '../../queries.ts'
import { TheQuestion } from '../pages.tsx'
import type { Raised } from './queries.ts'
import { type Handed, type Hands, handed, otherwiseName } from './rules.ts'

export type Filled = Record<string, string | null>

/** The clerk’s one screen: when, how all others voted, and the schools that voted otherwise. */
export function handsForm(schools: Raised[], now: string | null): Form<Filled> {
  const otherwise = ({ school, says }: Raised): Field<string | null> => ({
    ...optional(
      select(school, handed, {
        ask: 'Choose from the list',
        empty: 'As all others',
        ...(says ? { hint: says } : {}),
      }),
    ),
    label: school,
  })
  return form<Filled>({
    at: time('Time of the vote', {
      ask: 'Enter when the hands were raised',
      hint: now ? 'Like 15:42, or n for now' : 'Like 15:42: the roll is called as the register has it then',
      now,
    }),
    others: select('All others voted', handed, {
      ask: 'Select how all others voted',
      hint: 'All but those you choose below',
      empty: 'Choose one',
    }),
    ...Object.fromEntries(
      schools
        .filter(({ excluded }) => !excluded)
        .map((school) => [otherwiseName(school.membershipId), otherwise(school)]),
    ),
  })
}

export const handsIn = (filled: Filled, schools: Raised[]): Hands => ({
  at: filled.at as string,
  others: filled.others as Handed,
  otherwise: new Map(
    schools.flatMap(({ membershipId }): [number, Handed][] => {
      const own = filled[otherwiseName(membershipId)]
      return own ? [[membershipId, own as Handed]] : []
    }),
  ),
})

type HandsProps = {
  ballot: Ballot
  form: Form<Filled>
  answers: Answers
  schools: Raised[]
}

export function HandsPage({ ballot, form, answers, schools }: HandsProps) {
  const outside = schools.filter(({ excluded }) => excluded).map(({ school }) => school)
  const asked = schools.filter(({ excluded }) => !excluded)
  return (
    <Page
      title="Show of hands"
      wrong={answers.errors.length > 0}
      up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}
      wide
    >
      <TheQuestion ballot={ballot} />
      <Text>
        {ballot.meeting}, {inWords(ballot.heldOn as NonNullable<Ballot['heldOn']>)}. When you save, the roll
        is called as <Link to={`/meetings/${ballot.meetingId}/register`}>the register</Link> has it at the
        time of the vote, the quorum is tested, and the vote is counted and closed. A school that was not
        there then has no vote, whatever all others voted.
      </Text>
      {outside.length > 0 && <Text>Outside this vote, for an interest: {outside.join(', ')}.</Text>}
      <GroupsFor
        form={form}
        answers={answers}
        submit="Count and close the vote"
        keeps
        inRows
        groups={[
          { title: 'The vote', asks: ['at', 'others'] },
          {
            title: 'Schools that voted otherwise',
            asks: asked.map(({ membershipId }) => otherwiseName(membershipId)),
            ...(asked.length === 0
              ? {
                  above: (
                    <Text>
                      Nobody who holds a school’s seat is on the register of this meeting: keep it first.
                    </Text>
                  ),
                }
              : {}),
          },
        ]}
      />
    </Page>
  )
}
