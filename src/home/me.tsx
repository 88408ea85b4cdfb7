import type { Child } from 'hono/jsx'
import { Posts } from '../people/held.tsx'
import type { Person, PostRow } from '../people/queries.ts'
import type { Day } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Lead, Section, Text } from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'
import { type Role, roles, type Who } from '../platform/who.ts'

/** What each role lets its holder do, in the words of the rules that the pages ask. */
const lets: Record<Role, string> = {
  coordinator: 'see, add and correct every record of the alliance',
  head: 'see everything of your own school, and all that the alliance shares',
  deputy: 'see everything of your own school, and all that the alliance shares',
  chair: 'see all that the alliance shares',
  governor: 'see all that the alliance shares',
  'business manager': 'see all that the alliance shares',
  ssig: 'match schools that ask for support with those who can give it, keep the record of it, and see all that the alliance shares',
  practitioner: 'see and note the support you give, and see all that the alliance shares',
  'hub lead': 'keep the meetings of the groups you lead, with who attended',
  teacher: 'see hub meetings, courses, resources and case studies, and your own part in them',
  'authority officer': 'see all that the alliance shares',
  partner: 'see case studies, packages and published reviews',
}

type MeProps = { person: Person; held: PostRow[]; who: Who; today: Day; taken: Child; digest: Child }

export function MePage({ person, held, who, today, taken, digest }: MeProps) {
  const mine = [...new Set(who.held.map(({ role }) => role))]
  return (
    <Page title={person.name}>
      <Lead>You are signed in.</Lead>
      <Facts facts={[{ is: 'Email', says: person.email }]} />
      <Deeds>
        <ButtonLink to="/me/sign-in">How you sign in</ButtonLink>
        <PressButton action="/sign-out" says="Sign out" quiet />
      </Deeds>
      <Section title="What you can do here">
        <Bullets items={mine.map((role) => `${roles[role]}: ${lets[role]}.`)} />
      </Section>
      <Section title="Your posts">
        <Posts rows={held} keeps={false} today={today} />
        <Text>If your posts or your email address are not right, the alliance office can correct them.</Text>
      </Section>
      {digest}
      {taken}
    </Page>
  )
}
