import { Markdown } from '../../platform/markdown.tsx'
import { Page } from '../../platform/page.tsx'
import { Bullets, Lead, Link, Section, Text } from '../../platform/parts.tsx'

type Contents = readonly (readonly [page: string, title: string])[]

const links = (contents: Contents) =>
  contents.map(([page, title], i) => ({ href: `/rounds/manual/${page}`, says: `${i + 1}. ${title}` }))

export const ManualPage = ({ contents }: { contents: Contents }) => (
  <Page title="How rounds are done" up={{ href: '/rounds', says: 'Instructional rounds' }}>
    <Lead>The alliance’s manual: a few short pages, to read before the day and to print for it.</Lead>
    <Bullets items={links(contents).map(({ href, says }) => <Link to={href}>{says}</Link>)} />
    <Text>
      <Link to="/rounds/manual/all">All of it on one page, to print</Link>
    </Text>
  </Page>
)

type OneProps = { title: string; words: string; next: { href: string; says: string } | null }

export const ManualOnePage = ({ title, words, next }: OneProps) => (
  <Page title={title} up={{ href: '/rounds/manual', says: 'How rounds are done' }}>
    <Markdown text={words} under={1} />
    {next && (
      <Text>
        Next: <Link to={next.href}>{next.says}</Link>
      </Text>
    )}
  </Page>
)

export const ManualWholePage = ({
  chapters,
}: {
  chapters: { title: string; id: string; words: string }[]
}) => (
  <Page title="How rounds are done" up={{ href: '/rounds/manual', says: 'The manual, page by page' }}>
    {chapters.map(({ title, id, words }) => (
      <Section title={title} id={id}>
        <Markdown text={words} under={2} />
      </Section>
    ))}
  </Page>
)
