import { type PropsWithChildren, useContext } from 'hono/jsx'
import type { Answers, Form } from '../../platform/form.ts'
import { Framed, Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Digest,
  Inset,
  Link,
  Section,
  SpelledCode,
  Text,
} from '../../platform/parts.tsx'
import { DoButton, FormFor, PressButton } from '../../platform/questions.tsx'
import type { Ballot } from '../queries.ts'
import type { Filled } from '../votes/form.ts'
import { HowToRank, TheQuestion } from '../votes/pages.tsx'
import { shownReceipt } from './paper.ts'
import type { MadePaper } from './signing.ts'
import type { Voter } from './voters.ts'

const upTo = ({ id }: Pick<Ballot, 'id'>) => ({ href: `/ballots/${id}`, says: 'The vote' })

const Script = () => {
  const { assets } = useContext(Framed)
  return <script type="module" src={`/assets/secret-ballot.js${assets}`} />
}

type BoothProps = {
  ballot: Ballot
  warnings: string[]
  /** For whom a paper is asked, and the others that the same person votes for. */
  voter: Voter
  others: Voter[]
  form: Form<Filled>
  publicKey: string
  keyDigest: string
  /** The random number from which the server makes a paper where no script runs. */
  seed: string
}

/** Where one votes in secret: by its script, or without one in two steps. */
export function BoothPage(props: BoothProps) {
  const { ballot, voter, others, warnings, keyDigest } = props
  return (
    <Page title={`${voter.school}’s secret vote`} up={upTo(ballot)}>
      <TheQuestion ballot={ballot} />
      <Warnings of={warnings} />
      <ByScript {...props} />
      <div data-without-script>
        <WithoutScript {...props} />
      </div>
      {!voter.taken && (
        <div data-before>
          <Text>
            <Link to={`/ballots/${ballot.id}/vote?school=${voter.membershipId}`}>
              We would rather our vote were named
            </Link>
          </Text>
        </div>
      )}
      {others.length > 0 && (
        <Bullets
          items={others.map(({ membershipId, school }) => (
            <Link to={`/ballots/${ballot.id}/paper?school=${membershipId}`}>Vote in secret for {school}</Link>
          ))}
        />
      )}
      <HowSecret keyDigest={keyDigest} />
    </Page>
  )
}

export const Warnings = ({ of }: { of: string[] }) => (
  <>
    {of.map((says) => (
      <Inset>{says}</Inset>
    ))}
  </>
)

/** Shown by its script, and so only where it works. */
function ByScript({ ballot, voter, form, publicKey }: BoothProps) {
  const { id, mayChange } = ballot
  return (
    <div
      hidden
      data-secret-vote={String(id)}
      data-school={String(voter.membershipId)}
      data-key={publicKey}
      data-taken={voter.taken ? 'yes' : 'no'}
      data-may-change={mayChange ? 'yes' : 'no'}
    >
      <div role="status" data-says hidden>
        <Inset>
          <span />
        </Inset>
      </div>
      <Receipt says="" hidden mayChange={mayChange} />
      <div data-asks>
        <HowToRank of={ballot} />
        <FormFor
          form={form}
          answers={form.blank()}
          action={`/ballots/${id}/paper?school=${voter.membershipId}`}
          submit="Vote in secret"
        >
          <div role="alert" data-wrong hidden>
            <Inset>
              <span />
            </Inset>
          </div>
        </FormFor>
      </div>
      <Script />
    </div>
  )
}

type ReceiptProps = { says: string; hidden?: boolean; mayChange: boolean }

/** What somebody keeps: to find their paper in the list once the vote is closed. */
export const Receipt = ({ says, hidden, mayChange }: ReceiptProps) => (
  <div data-receipt {...(hidden ? { hidden: true } : {})}>
    <Section title="Your paper is in the box">
      <Text>This is your receipt. Write it down, copy it or print it:</Text>
      <div data-code>
        <SpelledCode {...{ says }} />
      </div>
      <Text>
        Once the vote is closed, the list of papers shows under it how you voted, so that you can see that it
        was counted as you chose. Until then nobody reads it. Keep it to yourself: whoever knows before the
        close that it is yours can look it up too.
      </Text>
      <Deeds>
        <DoButton does="copy">Copy the receipt</DoButton>
        <DoButton does="print">Print this page</DoButton>
      </Deeds>
    </Section>
    {mayChange && (
      <Inset>
        You have voted. Should you wish to change your vote, choose again below before the close: the receipt
        stays the same.
      </Inset>
    )}
  </div>
)

function WithoutScript({ ballot, voter, seed }: BoothProps) {
  if (voter.taken)
    return (
      <Inset>
        {voter.school} has taken its voting paper. It is on the device, and in the browser, in which it was
        taken, and nowhere else: put it into the box there.
      </Inset>
    )
  return (
    <Section title="In two steps">
      <Text>
        This browser runs no script for a secret vote, or the connection is not protected. You can vote in
        secret all the same: first take {voter.school}’s voting paper, then choose and put it into the box.
      </Text>
      <Bullets
        items={[
          'The paper is then made by the server instead of by your own device. The server keeps nothing of it. It has seen it, though: whoever watched the server at that very moment could tell how you vote. In a browser with scripts nobody could.',
          'The paper is only on the page that you get. Do not leave that page before you have put the paper into the box: a lost paper cannot be replaced.',
        ]}
      />
      <PressButton
        action={`/ballots/${ballot.id}/paper?school=${voter.membershipId}`}
        name="seed"
        value={seed}
        says="Take the voting paper"
      />
    </Section>
  )
}

const HowSecret = ({ keyDigest }: { keyDigest: string }) => (
  <Details summary="How this is kept secret">
    <Text>
      Your device makes a voting paper and covers it. Endeavour signs the cover, knowing for which school, and
      cannot see the paper. Your device takes the cover off and sends the paper to the box without saying
      whose it is. Once the vote is closed all papers are published, and what could lead from a school to a
      paper is deleted.
    </Text>
    <Text>
      The key of this vote, the same for every school: <Digest of={keyDigest} />
    </Text>
  </Details>
)

type NoBoothProps = { ballot: Ballot; says: string; others: Voter[] }

/** Why nobody votes in secret here. */
export const NoBoothPage = ({ ballot, says, others }: NoBoothProps) => (
  <Page title="Secret vote" up={upTo(ballot)}>
    <TheQuestion ballot={ballot} />
    <Inset>{says}.</Inset>
    {others.length > 0 && (
      <Deeds>
        {others.map(({ membershipId, school }) => (
          <ButtonLink to={`/ballots/${ballot.id}/paper?school=${membershipId}`}>Vote for {school}</ButtonLink>
        ))}
      </Deeds>
    )}
  </Page>
)

type PaperProps = {
  ballot: Ballot
  form: Form<Filled>
  answers: Answers
  paper: MadePaper
  /** Once it is in the box. */
  receipt?: string
}

/** A voting paper that the server made, on the page of whoever took it; and again once it is in the box. */
export function PaperPage({ ballot, receipt, ...paper }: PaperProps) {
  const { answers } = paper
  const asks = receipt === undefined || ballot.mayChange
  return (
    <Page
      title={receipt === undefined ? 'Your voting paper' : 'Your paper is in the box'}
      wrong={answers.errors.length > 0}
    >
      <TheQuestion ballot={ballot} />
      {receipt === undefined ? (
        <Inset>
          This page is your voting paper. Choose, and put it into the box before you leave this page: a paper
          that is lost cannot be replaced.
        </Inset>
      ) : (
        <Kept {...{ receipt, ballot }} />
      )}
      {asks && (
        <Choosing
          {...{ ballot, ...paper }}
          submit={receipt === undefined ? 'Put it into the box' : 'Change our vote'}
        />
      )}
      {receipt !== undefined && (
        <Text>
          <Link to={`/ballots/${ballot.id}`}>Back to the vote</Link>
        </Text>
      )}
    </Page>
  )
}

const Kept = ({ receipt, ballot: { mayChange } }: { receipt: string; ballot: Ballot }) => (
  <>
    <Text>This is your receipt. Write it down or print this page:</Text>
    <SpelledCode says={shownReceipt(receipt)} />
    <Text>
      Once the vote is closed, the list of papers shows under it how you voted. Until then nobody reads it.
      Keep it to yourself: whoever knows before the close that it is yours can look it up too.
    </Text>
    {mayChange && (
      <Text>
        As long as you keep this page open you can change your vote until the close: choose again below. The
        receipt stays the same.
      </Text>
    )}
  </>
)

type ChoosingProps = Omit<PaperProps, 'receipt'> & { submit: string }

const Choosing = ({ ballot, form, answers, paper, submit }: ChoosingProps) => (
  <>
    <HowToRank of={ballot} />
    <FormFor {...{ form, answers, submit }} action={`/ballots/${ballot.id}/box`}>
      {(['token', 'signature', 'key'] as const).map((name) => (
        <input type="hidden" name={name} value={paper[name].toString('base64')} />
      ))}
    </FormFor>
  </>
)

/** The receipts that this device keeps, shown by a script where it has any; what is said of them stands before it. */
export const KeptOnDevice = ({ ballot, children }: PropsWithChildren<{ ballot: Ballot }>) => (
  <div hidden data-kept-receipts={String(ballot.id)} data-over={ballot.closedAt === null ? 'no' : 'yes'}>
    {children}
    <div data-code>
      <SpelledCode says="" />
    </div>
    <Deeds>
      <DoButton does="forget">Forget it on this device</DoButton>
    </Deeds>
    <Script />
  </div>
)
