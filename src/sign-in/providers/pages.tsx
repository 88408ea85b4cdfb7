import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Text } from '../../platform/parts.tsx'

/**
 * A link rather than a redirect: browsers let no form of ours lead to another site, and somebody who is about to
 * give another account the right to sign in as them should see where they go.
 */
export function GoOnPage({ name, to }: { name: string; to: string }) {
  return (
    <Page title={`Connect ${name}`} up={{ href: '/me/sign-in', says: 'How you sign in' }}>
      <Lead>
        Go on to {name} and sign in there as yourself. Whoever can sign in to that account can then sign in
        here as you.
      </Lead>
      <Deeds>
        <ButtonLink to={to}>Go on to {name}</ButtonLink>
      </Deeds>
    </Page>
  )
}

/** Coming back from a provider did not end in a session or a connection. */
export function NotComePage({ says, signedIn }: { says: string; signedIn: boolean }) {
  return (
    <Page title={signedIn ? 'The account was not connected' : 'You are not signed in'}>
      <Text>{says}</Text>
      <Deeds>
        {signedIn ? (
          <ButtonLink to="/me/sign-in">How you sign in</ButtonLink>
        ) : (
          <ButtonLink to="/sign-in">Sign in another way</ButtonLink>
        )}
      </Deeds>
    </Page>
  )
}
