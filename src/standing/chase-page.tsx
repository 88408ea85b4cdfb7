import type { Member } from '../members/tables.ts'
import { posts } from '../people/tables.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, Choices, Lead, Link, NextSteps, Section, Small, Text } from '../platform/parts.tsx'
import { clauseHref, type JudgedAt, judgedInWords, schoolHref } from './judged.tsx'
import type { Addressee, Stand } from './queries.ts'
import { lookOf, stepsOf, summaryOf, toPutRight } from './rules.ts'

export type Chased = { member: Member; stands: Stand[]; addressees: Addressee[] }

/** A letter to one school about its own clauses, ready to be sent from the writer’s own mail. */
function letterTo({ email, name }: Addressee, { member, stands }: Chased): string {
  const lines = stepsOf(stands).map(({ says, why }) => `${says}. ${why}`)
  const subject = `${member.shortName} and our agreement`
  const body = [`Dear ${name},`, ...lines, ''].join('\r\n\r\n')
  return `mailto:${email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}

const Letters = ({ of }: { of: Chased }) => {
  const reached = of.addressees.filter(({ email }) => email !== null)
  if (reached.length === 0) return <Text>No head or chair with an address is recorded.</Text>
  return (
    <Bullets
      items={reached.map((one) => (
        <>
          <Link to={letterTo(one, of)}>Write to {one.name}</Link>, {posts[one.post].toLowerCase()}
        </>
      ))}
    />
  )
}

function School({ of }: { of: Chased }) {
  const { member, stands } = of
  const steps = stepsOf(stands).map(({ stands: [stand], says, why }) => ({
    href: clauseHref(member.id, stand.clause.number),
    says,
    why,
    state: lookOf(stand),
  }))
  return (
    <Section title={member.name} id={`school-${member.id}`}>
      <Text>
        {summaryOf(stands)} <Link to={schoolHref(member.id)}>How {member.shortName} stands</Link>
      </Text>
      <NextSteps steps={steps} none="Nothing to chase." />
      <Letters of={of} />
    </Section>
  )
}

const isChased = ({ stands }: Chased) => toPutRight(stands).length > 0

const Others = ({ schools }: { schools: Chased[] }) =>
  schools.length === 0 ? (
    <Text>Every school has something to put right.</Text>
  ) : (
    <Bullets items={schools.map(({ member }) => <Link to={schoolHref(member.id)}>{member.name}</Link>)} />
  )

/** What to chase, one school after another by name; never one clause across schools. */
export const ChasePage = ({ schools, asked, version }: JudgedAt & { schools: Chased[] }) => (
  <Page title="School by school">
    <Lead>{inAll(schools)}</Lead>
    <Text>{judgedInWords({ asked, version })}</Text>
    <Small>
      Schools stand here by name. Nothing sets one against another on a clause:{' '}
      <Link to="/standing/alliance">totals of all schools</Link> name none.
    </Small>
    {schools.filter(isChased).map((of) => (
      <School of={of} />
    ))}
    <Section title="Nothing to chase">
      <Others schools={schools.filter((of) => !isChased(of))} />
    </Section>
  </Page>
)

function inAll(schools: Chased[]): string {
  const chased = schools.filter(isChased).length
  if (chased === 0) return 'No school has anything to put right.'
  return `${chased} of ${schools.length} schools ${chased === 1 ? 'has' : 'have'} something to put right.`
}

type Own = { id: number; name: string }

/** Where somebody of several schools chooses one of them. */
export const OwnSchoolsPage = ({ own }: { own: Own[] }) => (
  <Page title="How we stand">
    <Choices
      items={[
        ...own.map(({ id, name }) => ({
          href: schoolHref(id),
          title: name,
          says: 'How it stands on every clause, and why.',
        })),
        { href: '/standing/alliance', title: 'The alliance', says: 'How many schools stand where.' },
      ]}
    />
  </Page>
)

/** What stands in for the picture while there is no agreement to stand on. */
export const NoAgreementPage = ({ title }: { title: string }) => (
  <Page title={title}>
    <Text>
      No version of the agreement had been published by that day.{' '}
      <Link to="/agreement">The agreement and its versions</Link>
    </Text>
  </Page>
)
