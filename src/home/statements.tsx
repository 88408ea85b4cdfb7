import { Page } from '../platform/page.tsx'
import { Bullets, Lead, Link, Section, Text } from '../platform/parts.tsx'

export function HelpPage() {
  return (
    <Page title="Help" up={{ href: '/', says: 'Home' }}>
      <Lead>Endeavour keeps the record of what the schools of an alliance do together.</Lead>
      <Section title="Signing in">
        <Text>
          <Link to="/sign-in">Ask for a link</Link> with your work email address. It comes by mail, works once
          and for 15 minutes. There is no password. You stay signed in on that device for seven days, or until
          you sign out.
        </Text>
        <Text>
          If no mail comes, look in your junk mail, then ask the alliance office which address it holds for
          you. What you may see and do follows from your post, and ends with it.
        </Text>
      </Section>
      <Section title="Finding something">
        <Bullets
          items={[
            'Every list can be searched and narrowed; the address of what you found can be shared with a colleague.',
            'Press a column’s heading to put a list in its order.',
            'Every list can be kept as a CSV file, which opens in a spreadsheet.',
            'Every figure opens the records it counts, as far as you may see them.',
          ]}
        />
      </Section>
      <Section title="If something is wrong">
        <Text>
          Tell the alliance office what is wrong and on which page. It corrects the record; what stood before
          is kept beneath it, with who changed it and when.
        </Text>
        <Text>
          If a page says that there is a problem with Endeavour, nothing was saved. Try again, and if it
          happens again give the office the reference on that page.
        </Text>
      </Section>
    </Page>
  )
}

export function AccessibilityPage() {
  return (
    <Page title="Accessibility" up={{ href: '/', says: 'Home' }}>
      <Lead>
        Everybody in the alliance should be able to use Endeavour, however they read and however they type.
      </Lead>
      <Section title="What you can do">
        <Bullets
          items={[
            'do everything with a keyboard alone',
            'make text up to four times larger without losing any of it',
            'use a screen reader throughout: tables, forms and charts are marked up for it',
            'work without JavaScript',
            'read every chart as a table of the same numbers',
          ]}
        />
      </Section>
      <Section title="How accessible it is">
        <Text>
          It is made to meet the Web Content Accessibility Guidelines 2.2 at level AA. Each kind of page is
          checked by program whenever Endeavour changes, and by hand with a keyboard and on a narrow screen.
          It has not been audited by an outside body, so this statement is the makers’ own.
        </Text>
        <Text>Documents that a school has written and shared may fall short; ask for another format.</Text>
      </Section>
      <Section title="If something gets in your way">
        <Text>
          Tell the alliance office which page it was and what you were trying to do. You can also ask it for
          anything here in another form. If you are not content with the answer, the Equality Advisory and
          Support Service gives free advice.
        </Text>
      </Section>
    </Page>
  )
}

export function PrivacyPage({ alliance }: { alliance: string }) {
  return (
    <Page title="Privacy" up={{ href: '/', says: 'Home' }}>
      <Lead>{`What ${alliance || 'the alliance'} keeps about people here, why, and for how long.`}</Lead>
      <Section title="About people who work with the alliance">
        <Bullets
          items={[
            'Your name, work email address and the posts you have held, so that colleagues can reach you and so that what you may do here follows from your post. Kept until a year after you leave; names in the record of meetings are kept for its life.',
            'The meetings you attended, the courses you took part in and the visits you made to other schools. Kept for six years.',
            'On which days a digest was sent to you, for 90 days; and whether you stopped it, until a year after you leave.',
            'When you signed in and which records you changed. This log cannot be altered, so it names you by number.',
          ]}
        />
        <Text>
          Members of the alliance see one another’s name, post, school and work address. Partners see none of
          it. Who sees more than that follows from their post.
        </Text>
      </Section>
      <Section title="About pupils">
        <Text>
          Reading results carry a school’s own code in place of a pupil’s name. Only the office and the head
          and deputies of that school can open them, and each opening is logged. In figures for others,
          numbers under five are hidden. They are kept until a year after the scheme has ended.
        </Text>
      </Section>
      <Section title="Cookies">
        <Text>
          One cookie keeps you signed in, for at most seven days. There are no others, and nobody follows you.
        </Text>
      </Section>
      <Section title="Your rights">
        <Text>
          You may ask the alliance office for a copy of what is kept about you, and to have it corrected or,
          where the law allows, erased. If you are not content with the answer you may complain to the
          Information Commissioner’s Office.
        </Text>
      </Section>
    </Page>
  )
}
