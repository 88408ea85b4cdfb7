import { Page } from '../platform/page.tsx'
import { ButtonLink, Choices, Deeds, Lead, Text } from '../platform/parts.tsx'
import type { AgreementAsked } from './queries.ts'

type Has = (href: string) => boolean
type VisitorProps = {
  alliance: string
  demonstration: boolean
  has: Has
  /** The agreement that schools are asked to sign, where there is one. */
  asked: AgreementAsked | undefined
}

/** What anybody may read here. */
const toRead = (asked: AgreementAsked | undefined) => [
  ...(asked === undefined
    ? []
    : [
        {
          href: '/agreement',
          title: 'The agreement',
          says: 'What the schools have promised one another, word for word.',
        },
        { href: '/agreement/register', title: 'Who has signed', says: signedInWords(asked) },
      ]),
  {
    href: '/review',
    title: 'Annual reviews',
    says: 'What the schools did together in each year, for everybody to read.',
  },
]

const signedInWords = ({ signed, members, number }: AgreementAsked) =>
  `${signed.length} of ${members.length} schools have signed version ${number}, and when.`

export function VisitorPage({ alliance, demonstration, has, asked }: VisitorProps) {
  const items = toRead(asked).filter(({ href }) => has(href))
  return (
    <Page title={alliance || 'Endeavour'}>
      <Lead>
        Schools that have agreed to improve together: their heads meet, their subject leaders share what
        works, and their staff give time to one another.
      </Lead>
      <Text>
        They have put it in writing and signed it. Here they keep the record of it, and every year they tell
        what came of it.
      </Text>
      <Deeds>
        <ButtonLink to="/sign-in">Sign in</ButtonLink>
        {demonstration && (
          <ButtonLink to="/sign-in/as" kind="secondary">
            Choose a person to be
          </ButtonLink>
        )}
      </Deeds>
      {items.length > 0 && <Choices items={items} />}
    </Page>
  )
}
