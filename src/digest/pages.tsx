import { Page } from '../platform/page.tsx'
import { Link, Text } from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'

export const WHAT =
  'The digest is one mail in the morning of a working day, sent only when something needs you. Links to sign in and invitations are not part of it: they still come.'

export function StopPage() {
  return (
    <Page title="Stop your daily digest">
      <Text>{WHAT}</Text>
      <PressButton says="Stop the digest" />
    </Page>
  )
}

export function StoppedPage() {
  return (
    <Page title="Your digest is stopped">
      <Text>No more will come. Links to sign in and invitations still do.</Text>
      <Text>
        What needs you stands on your front page. To have the digest again, start it on{' '}
        <Link to="/me">the page under your own name</Link>.
      </Text>
    </Page>
  )
}

export function NoSuchLinkPage() {
  return (
    <Page title="This link does not stop a digest">
      <Text>
        It may have been cut short on its way. Open it again from the mail, the whole of it, or stop the
        digest on <Link to="/me">the page under your own name</Link>.
      </Text>
    </Page>
  )
}
