import { dayInLondon, inShort, inWords, momentInWords } from '../../platform/day.ts'
import type { Answers } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { ListPage } from '../../platform/list-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Link,
  Section,
  Tag,
  Text,
  Verdict,
} from '../../platform/parts.tsx'
import { FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { numberOf } from '../invoices/rules.ts'
import { rechargeFilter, takenForm, undoForm } from './form.ts'
import type { Recharge, RechargeRow, UndoneTaking } from './queries.ts'
import {
  type JournalLine,
  rechargeNumber,
  rechargeState,
  rechargeStates,
  sorted,
  totalOf,
  type Waiting,
} from './rules.ts'

export const rechargeList: Listing<RechargeRow> = {
  caption: 'Journals of internal recharges',
  empty: 'No journal has been made yet, or none is like that.',
  columns: [
    {
      title: 'Journal',
      sort: 'number',
      show: ({ id }) => <Link to={`/subscriptions/recharges/${id}`}>{rechargeNumber(id)}</Link>,
      csv: ({ id }) => rechargeNumber(id),
    },
    {
      title: 'Made',
      sort: 'made',
      day: true,
      show: ({ madeOn }) => inShort(madeOn),
      csv: ({ madeOn }) => madeOn,
    },
    { title: 'Invoices', numeric: true, show: ({ lines }) => lines },
    {
      title: 'Sum',
      sort: 'sum',
      numeric: true,
      show: ({ pence }) => inPounds(pence),
      csv: ({ pence }) => (pence / 100).toFixed(2),
    },
    { title: 'Host’s number', sparse: true, show: ({ takenAs }) => takenAs },
    {
      title: 'State',
      show: ({ state }) => <Tag {...rechargeStates[state]} />,
      csv: ({ state }) => rechargeStates[state].says,
    },
  ],
}

type ListProps = { shown: ListShown<RechargeRow>; waiting: Waiting[]; hasCode: boolean }

export function RechargesPage({ shown, waiting, hasCode }: ListProps) {
  return (
    <ListPage
      title="Internal recharges"
      lead="Maintained schools bank with the host, which moves what they owe within its own ledger. A journal tells it what to move."
      of={rechargeList}
      filter={rechargeFilter}
      shown={shown}
      noun={['journal', 'journals']}
      up={{ href: '/subscriptions', says: 'Subscription' }}
    >
      <ToMake {...{ waiting, hasCode }} />
    </ListPage>
  )
}

function ToMake({ waiting, hasCode }: Omit<ListProps, 'shown'>) {
  const { ready, without } = sorted(waiting)
  const pence = ready.reduce((sum, { owedPence }) => sum + owedPence, 0)
  return (
    <>
      {waiting.length === 0 && <Text>No open invoice waits for a recharge.</Text>}
      {ready.length > 0 && (
        <>
          <Text>
            {ready.length === 1 ? 'One open invoice waits' : `${ready.length} open invoices wait`} to be
            recharged: {inPounds(pence)}.
          </Text>
          {hasCode ? (
            <PressButton
              action="/subscriptions/recharges/new"
              says="Make a journal of all open recharge invoices"
            />
          ) : (
            <Inset>
              Say first which code of the host’s ledger a recharge credits:{' '}
              <Link to="/subscriptions/settings">who sends invoices</Link>.
            </Inset>
          )}
        </>
      )}
      {without.length > 0 && (
        <Inset>
          <Text>Left out, since the school has no cost centre yet:</Text>
          <Bullets
            items={without.map((one) => (
              <>
                <Link to={`/subscriptions/payers/${one.membershipId}`}>{one.school}</Link>: {numberOf(one)},{' '}
                {inPounds(one.owedPence)}
              </>
            ))}
          />
        </Inset>
      )}
    </>
  )
}

const lineList: Listing<JournalLine> = {
  caption: 'What the journal moves',
  empty: '',
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Cost centre', show: ({ costCentre }) => costCentre },
    {
      title: 'Invoice',
      show: (line) => <Link to={`/subscriptions/invoices/${line.invoiceId}`}>{numberOf(line)}</Link>,
    },
    { title: 'Sum', numeric: true, show: ({ pence }) => inPounds(pence) },
  ],
}

type Props = { recharge: Recharge; lines: JournalLine[]; undone: UndoneTaking[]; changed: string | null }

export function RechargePage({ recharge, lines, undone, changed }: Props) {
  const { id } = recharge
  const state = rechargeState(recharge)
  const href = `/subscriptions/recharges/${id}`
  return (
    <Page
      title={`Recharge ${rechargeNumber(id)}`}
      up={{ href: '/subscriptions/recharges', says: 'Internal recharges' }}
    >
      <Standing {...{ recharge }} />
      {state === 'made' && changed && <Inset>{changed}.</Inset>}
      <Deeds>
        {state !== 'cancelled' && (
          <ButtonLink to={`${href}/file`} {...(state === 'taken' ? { kind: 'secondary' } : {})}>
            Download for the host’s ledger
          </ButtonLink>
        )}
        {state === 'made' && (
          <>
            <ButtonLink to={`${href}/taken`} kind="secondary">
              Taken into the host’s ledger
            </ButtonLink>
            <PressButton action={`${href}/cancel`} says="Cancel this journal" quiet />
          </>
        )}
        {state === 'taken' && (
          <ButtonLink to={`${href}/undo`} kind="secondary">
            Undo
          </ButtonLink>
        )}
      </Deeds>
      <Section title="What it moves">
        <Table of={lineList} rows={lines} hideCaption />
        <About {...{ recharge, lines }} />
      </Section>
      {undone.length > 0 && (
        <Section title="Undone">
          <Bullets
            items={undone.map(({ paymentId, on, at, by, why }) => (
              <>
                <Link to={`/subscriptions/payments/${paymentId}`}>Taken in on {inWords(on)}</Link>, undone by{' '}
                {by ?? 'Endeavour'} on {momentInWords(at)}: {why}
              </>
            ))}
          />
        </Section>
      )}
    </Page>
  )
}

function Standing({ recharge }: Pick<Props, 'recharge'>) {
  const { cancelledAt, cancelledBy, takenOn, takenAs, paymentId } = recharge
  const { says, tone } = rechargeStates[rechargeState(recharge)]
  return (
    <Verdict state={says} tone={tone}>
      {cancelledAt ? (
        `It was cancelled by ${cancelledBy ?? 'Endeavour'} on ${inWords(dayInLondon(cancelledAt))}. Its invoices may stand in another.`
      ) : takenOn ? (
        <>
          The host took it in on {inWords(takenOn)} as {takenAs}:{' '}
          <Link to={`/subscriptions/payments/${paymentId}`}>one payment</Link> settles each of its invoices.
        </>
      ) : (
        'Send the file to the host. Its invoices are settled once the host has taken it in.'
      )}
    </Verdict>
  )
}

const About = ({ recharge, lines }: Pick<Props, 'recharge' | 'lines'>) => (
  <Facts
    facts={[
      { is: 'In all', says: inPounds(totalOf(lines)) },
      { is: 'Made', says: `${recharge.madeBy ?? 'Endeavour'}, ${inWords(recharge.madeOn)}` },
      recharge.takenOn !== null && { is: 'Host’s journal number', says: recharge.takenAs },
      recharge.takenOn !== null && { is: 'Taken in, as said by', says: recharge.takenBy ?? 'Endeavour' },
    ]}
  />
)

const upTo = (id: number) => ({
  href: `/subscriptions/recharges/${id}`,
  says: `Recharge ${rechargeNumber(id)}`,
})

export const TakenPage = ({ recharge, answers }: { recharge: Recharge; answers: Answers }) => (
  <FormPage
    form={takenForm}
    answers={answers}
    title="Taken into the host’s ledger"
    lead={`${rechargeNumber(recharge.id)}, ${inPounds(recharge.pence)}. Each of its invoices is then settled to the penny.`}
    up={upTo(recharge.id)}
  />
)

export const UndoPage = ({ recharge, answers }: { recharge: Recharge; answers: Answers }) => (
  <Page
    title={`Undo the taking in of ${rechargeNumber(recharge.id)}`}
    wrong={answers.errors.length > 0}
    up={upTo(recharge.id)}
  >
    <Text>
      The payment of {inPounds(recharge.pence)} is cancelled, and each invoice asks for its sum again. The
      journal is with the host again: take it in anew, or cancel it.
    </Text>
    <FormFor form={undoForm} answers={answers} submit="Undo" warning />
  </Page>
)
