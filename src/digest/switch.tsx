import type { Actor } from '../platform/action.ts'
import { Section, Text } from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'
import { WHAT } from './pages.tsx'
import { digestTo } from './queries.ts'

/** Whether the digest comes, and the button to stop or start it: for the page under one’s own name. */
export async function digestSwitch({ who, db }: Actor) {
  const mine = who.personId === null ? undefined : await digestTo(db, who.personId)
  return mine ? <DigestSwitch {...mine} /> : null
}

type Mine = { hasAddress: boolean; stopped: boolean }

function DigestSwitch({ hasAddress, stopped }: Mine) {
  return (
    <Section title="Daily digest">
      {!hasAddress ? (
        <Text>No mail address is recorded for you, so nothing is sent. The alliance office can add one.</Text>
      ) : stopped ? (
        <>
          <Text>You have stopped it. What needs you stands on your front page.</Text>
          <PressButton action="/me/digest/start" says="Start the digest again" quiet />
        </>
      ) : (
        <>
          <Text>{WHAT}</Text>
          <PressButton action="/me/digest/stop" says="Stop the digest" quiet />
        </>
      )}
    </Section>
  )
}
