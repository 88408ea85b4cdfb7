import { momentInWords } from '../platform/day.ts'
import { type Answers, type Form, form, optional, pick, type RowOptions, text } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { Facts, Inset, Lead, Link, Section, Text } from '../platform/parts.tsx'
import { FormFor, PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { FeedFilled } from './actions.ts'
import type { Feed } from './queries.ts'
import { webcalOf } from './rules.ts'

export const feedForm = (groups: RowOptions) =>
  form<FeedFilled>({
    name: text('What it is for', {
      ask: 'Enter what it is for',
      hint: 'Like: my telephone',
      max: 60,
      width: 20,
    }),
    groupId: optional(
      pick('Whose meetings', groups, { ask: 'Choose a group from the list', empty: 'All of mine' }),
    ),
  })

const shows = ({ group }: Feed) => group ?? 'All of my meetings'
const lastRead = ({ readAt }: Feed) => (readAt ? momentInWords(readAt) : 'Not yet')

const feeds: Listing<Feed> = {
  caption: 'Your feeds',
  empty: 'You have none yet.',
  columns: [
    { title: 'For', show: ({ id, name }) => <Link to={`/feeds/${id}`}>{name}</Link> },
    { title: 'Shows', show: shows },
    { title: 'Made', show: ({ madeAt }) => momentInWords(madeAt) },
    { title: 'Last read', show: lastRead },
    {
      title: 'Change',
      show: ({ id, name }) => <PressButton action={`/feeds/${id}/revoke`} says="Revoke" about={name} quiet />,
    },
  ],
}

type Props = { rows: Feed[]; form: Form<FeedFilled>; answers: Answers }

export const FeedsPage = ({ rows, form, answers }: Props) => (
  <Page title="Calendar feeds" up={{ href: '/', says: 'Home' }}>
    <Lead>
      Have the alliance’s meetings in your own calendar: on a telephone, in Outlook or in Google Calendar.
      They change there when they change here.
    </Lead>
    <Table of={feeds} rows={rows} />
    <Section title="Make a feed">
      <Text>
        “All of mine” shows the meetings of the groups that you lead or serve on, those that you chair, clerk
        or are invited to, the board’s if you are a head, and the sessions of courses that you are on. A feed
        shows last year and all that is ahead.
      </Text>
      <FormFor form={form} answers={answers} submit="Make a feed" />
    </Section>
  </Page>
)

/** One feed; its address only just after it was made, since what is kept of it cannot be turned back into it. */
export const FeedPage = ({ feed, address }: { feed: Feed; address: string | null }) => (
  <Page title={`Calendar feed: ${feed.name}`} up={{ href: '/feeds', says: 'Calendar feeds' }}>
    {address === null ? (
      <Text>
        Its address was shown when it was made. If you no longer have it, revoke this feed and make another.
      </Text>
    ) : (
      <Address address={address} />
    )}
    <Facts
      facts={[
        { is: 'Shows', says: shows(feed) },
        { is: 'Made', says: momentInWords(feed.madeAt) },
        { is: 'Last read', says: lastRead(feed) },
      ]}
    />
    <PressButton action={`/feeds/${feed.id}/revoke`} says="Revoke" about={feed.name} quiet />
  </Page>
)

const Address = ({ address }: { address: string }) => (
  <>
    <Lead>Copy its address now: it is not shown again.</Lead>
    <Inset>{address}</Inset>
    <Text>
      <Link to={webcalOf(address)}>Open it in this device’s calendar</Link>, or add it as a calendar “from the
      web”, “by URL” or “from the internet” in the calendar that you use.
    </Text>
    <Text>
      Whoever has this address can read when and where these meetings are, as you can. Keep it to yourself,
      and revoke it when you no longer use it or somebody else may have it. It ends by itself with your last
      post.
    </Text>
  </>
)
