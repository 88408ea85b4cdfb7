import { inShort, inWords, momentInWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { Lead, Link, Section, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import type { Recall } from './queries.ts'

/** What somebody was asked to delete; which meeting it was of, and nothing of what it says. */
export const RecallsPage = ({ recalls }: { recalls: Recall[] }) => (
  <Page title="Copies to delete" up={{ href: '/meetings', says: 'Meetings' }}>
    <Lead>
      These items were marked as confidential after papers had gone out. Delete whatever you saved, printed or
      passed on of them, then say so here.
    </Lead>
    {recalls.length === 0 ? (
      <Text>There is nothing that you were asked to delete.</Text>
    ) : (
      recalls.map(({ itemId, meetingId, meeting, heldOn, askedAt }) => (
        <Section title={`One item of ${meeting}, ${inShort(heldOn)}`}>
          <Text>
            You were asked on {momentInWords(askedAt)}.{' '}
            <Link to={`/meetings/${meetingId}`}>The meeting of {inWords(heldOn)}</Link>
          </Text>
          <PressButton
            action={`/meetings/recalls/${itemId}/gone`}
            says="My copies are gone"
            about={`${meeting}, ${inShort(heldOn)}`}
          />
        </Section>
      ))
    )}
  </Page>
)
