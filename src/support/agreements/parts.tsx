import { momentInWords } from '../../platform/day.ts'
import { Facts, Inset, Link, Text } from '../../platform/parts.tsx'
import type { Deployment } from '../deployments/queries.ts'
import type { State } from '../deployments/tables.ts'
import type { Act, Present } from './queries.ts'
import { isComplete, partyNames } from './rules.ts'
import { parties } from './tables.ts'

/** Of each of the three: who signed and when, or that nobody has. */
export const WhoSigned = ({ state, acts }: { state: State; acts: Act[] }) => (
  <Facts
    facts={partyNames.map((party) => {
      const act = acts.find(({ capacity }) => capacity === party)
      const open = state === 'released' ? 'Not signed yet' : 'Not signed'
      const says = act ? `Signed by ${act.name}, ${act.title}, on ${momentInWords(act.signedAt)}` : open
      return { is: parties[party], says }
    })}
  />
)

/** The file that bears all three signatures, or what has become of it. */
export function AgreementFile({ deployment, present }: { deployment: Deployment; present: Present }) {
  const { kept, acts } = present
  if (!kept || !isComplete(acts)) return null
  if (kept.hasFile)
    return (
      <Text>
        <Link to={`/support/deployments/${deployment.id}/agreement/file`}>
          Download the agreement with all three signatures (PDF)
        </Link>
        . Anybody can <Link to="/agreement/check">check the file</Link>.
      </Text>
    )
  return (
    <Inset>
      {acts.every(({ sealedKey }) => sealedKey === null)
        ? 'No file with the three signatures can be made any more: the keys were lost. What each declared stands by its seal.'
        : 'The file with all three signatures is being made. Everything is signed: nobody needs to wait for it.'}
    </Inset>
  )
}
