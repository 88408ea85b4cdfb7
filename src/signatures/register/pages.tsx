import { type Day, inShort, inWords } from '../../platform/day.ts'
import { form, optional, pick, type RowOptions, search } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { ButtonLink, Deeds, Link, Tag, type Tone } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { RegisterRow } from './queries.ts'
import { type RowState, rowState, rowStates } from './rules.ts'

export const registerFilter = (versions: RowOptions) =>
  form({
    version: optional(pick('Version', versions, { ask: '', empty: 'Every version' })),
    words: search('School'),
  })

const tones: Record<RowState, Tone> = {
  signed: 'good',
  partly: 'due',
  'not signed': 'quiet',
  former: 'calm',
  ended: 'quiet',
}

const day = (on: Day | null) => (on ? inShort(on) : '–')

/** Who signed what and when: of the persons, reasons and minutes it says nothing. */
export const registerListing = (
  newest: number,
  samePersonSigns: boolean,
  today: Day,
): Listing<RegisterRow> => {
  const state = (row: RegisterRow) => rowState(row, { newest, samePersonSigns, today })
  return {
    caption: 'Register of signatures',
    empty: 'No signatures match. They appear here as schools sign.',
    columns: [
      {
        title: 'School',
        sort: 'school',
        show: ({ membershipId, school, signedAs }) => (
          <>
            <Link to={`/agreement/register/${membershipId}`}>{school}</Link>
            {signedAs !== null && signedAs !== school && ` (signed as ${signedAs})`}
          </>
        ),
        csv: ({ school, signedAs }) => signedAs ?? school,
      },
      { title: 'URN', numeric: true, show: ({ urn, signedUrn }) => signedUrn ?? urn },
      { title: 'Version', sort: 'version', numeric: true, show: ({ number }) => number },
      {
        title: 'For those who govern it',
        sort: 'governance',
        show: ({ governanceOn }) => day(governanceOn),
        csv: ({ governanceOn }) => governanceOn,
      },
      {
        title: 'As its head',
        sort: 'leadership',
        show: ({ leadershipOn }) => day(leadershipOn),
        csv: ({ leadershipOn }) => leadershipOn,
      },
      {
        title: 'State',
        show: (row) => <Tag says={rowStates[state(row)]} tone={tones[state(row)]} />,
        csv: (row) => rowStates[state(row)],
      },
    ],
  }
}

type RegisterProps = ListShown<RegisterRow> & {
  of: Listing<RegisterRow>
  versions: RowOptions
  lead: string
  keeps: boolean
  signs: boolean
}

export const RegisterPage = ({ of, versions, lead, keeps, signs, ...shown }: RegisterProps) => (
  <ListPage
    title="Register of signatures"
    lead={lead}
    of={of}
    filter={registerFilter(versions)}
    shown={shown}
    noun={['entry', 'entries']}
  >
    {(keeps || signs) && (
      <Deeds>
        {keeps && <ButtonLink to="/agreement/register/unsigned">Who has not signed</ButtonLink>}
        {signs && <ButtonLink to="/agreement/sign">Sign the agreement</ButtonLink>}
      </Deeds>
    )}
  </ListPage>
)

/** How far the signing of a version has come, in one sentence. */
export const leadOf = (share: string, number: number, signBy: Day | null) =>
  `${share} signed version ${number} in both capacities${signBy ? `; the last day is ${inWords(signBy)}` : ''}.`
