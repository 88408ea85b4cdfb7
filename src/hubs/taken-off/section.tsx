import { inShort } from '../../platform/day.ts'
import { Bullets, Details } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { contributionKinds } from '../tables.ts'
import type { TakenOff } from './queries.ts'

const inWords = ({ title, given, givenOn, school }: TakenOff) =>
  title ?? [school, given && contributionKinds[given], givenOn && inShort(givenOn)].filter(Boolean).join(', ')

/** What was taken off a hub’s page, for whoever keeps it. */
export const Removed = ({ hubId, rows }: { hubId: number; rows: TakenOff[] }) =>
  rows.length === 0 ? null : (
    <Details summary={`Taken off (${rows.length})`}>
      <Bullets
        items={rows.map((one) => (
          <>
            {inWords(one)}{' '}
            <PressButton
              action={`/hubs/${hubId}/${one.kind}/${one.id}/restore`}
              says="Put back"
              about={inWords(one)}
              quiet
            />
          </>
        ))}
      />
    </Details>
  )
