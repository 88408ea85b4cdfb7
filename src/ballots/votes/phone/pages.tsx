import { type Answers, type Form, form, longText, optional, pick, several } from '../../../platform/form.ts'
import { Page } from '../../../platform/page.tsx'
import { Inset, Text } from '../../../platform/parts.tsx'
import { FormFor } from '../../../platform/questions.tsx'
import type { Ballot, ElectorRow, OptionRow } from '../../queries.ts'
import { choiceFields, type Filled } from '../form.ts'
import { TheQuestion } from '../pages.tsx'

const NAMED = 1

/** What a clerk writes down of a vote by phone: for which school, how it votes, and on whose word. */
export const phoneForm = (ballot: Ballot, options: OptionRow[], schools: ElectorRow[]): Form<Filled> =>
  form<Filled>({
    membershipId: pick(
      'School',
      schools.map(({ membershipId, school }) => [membershipId, school]),
      { ask: 'Select for which school they rang' },
    ),
    ...choiceFields(ballot, options, 'How the school votes', 'Select how the school votes'),
    source: longText('On whose word', {
      ask: 'Enter who rang, and how you recognised them',
      hint: 'Who rang, when, and how you recognised them: “Hannah Head rang at 15:30 from the school’s number”',
      max: 500,
      rows: 3,
    }),
    ...(ballot.manner === 'secret'
      ? {
          named: {
            ...optional(
              several('Not in secret', [[NAMED, 'The school wishes to vote by name']], { ask: '' }),
            ),
            label: 'Not in secret',
          },
        }
      : {}),
  })

type PhoneProps = {
  ballot: Ballot
  form: Form<Filled>
  answers: Answers
  schools: ElectorRow[]
  why: string | null
}

export function PhonePage({ ballot, form, answers, schools, why }: PhoneProps) {
  const nobody = schools.length === 0 && 'Every school that votes from afar has taken part'
  const says = why ?? (nobody || null)
  return (
    <Page
      title="Write down a vote by phone"
      wrong={answers.errors.length > 0}
      up={{ href: `/ballots/${ballot.id}`, says: 'The vote' }}
    >
      <TheQuestion ballot={ballot} />
      {says === null ? (
        <>
          <Text>
            For a school {ballot.byCorrespondence ? '' : 'that is not in the room and '}whose head rang you.
            The head is told by mail at once, with a link by which they overturn it before the close.
          </Text>
          {ballot.manner === 'secret' && (
            <Text>
              By phone a vote cannot be secret: everybody reads it, beside the name of the school, once the
              vote is closed. A school that wishes to vote in secret does so on the page of the vote.
            </Text>
          )}
          <FormFor form={form} answers={answers} submit="Write the vote down" keeps />
        </>
      ) : (
        <Inset>{says}.</Inset>
      )}
    </Page>
  )
}
