import { memberOptions } from '../../members/queries.ts'
import type { Form, RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { comment, decline, type Proposed, propose, type Spoken, withdraw } from './actions.ts'
import { adopt, NEW_DRAFT } from './adopt.ts'
import { Changes } from './changes.tsx'
import {
  addForm,
  adoptForm,
  ChangePage,
  clauseAsk,
  commentForm,
  declineForm,
  removeForm,
  rewordForm,
} from './forms.tsx'
import { ProposalPage, ProposalsPage, proposalFilter, proposalsTable } from './pages.tsx'
import { clauseOptions, commentsOn, draftsFrom, proposal, proposalsListed, reviewed } from './queries.ts'
import {
  inBrief,
  mayDecide,
  mayPropose,
  maySeeProposals,
  mayWithdraw,
  reviewInWords,
  speaksFor,
  stateOf,
  titleOf,
} from './rules.ts'
import type { VotesOn } from './voted.ts'

const home = '/agreement/proposals'

/**
 * The yearly review of the agreement. `site` is where this alliance's pages are on the web, for its mail; `votesOn`
 * tells of the votes of the schools on a proposal.
 */
export function proposals(site: string, votesOn: VotesOn) {
  const routes = rooms()
  routes.get('/', (c) => listed(c))
  routes.get('/new', (c) => chosen(c))
  routes.on(['get', 'post'], '/add', (c) => added(c))
  routes.on(['get', 'post'], '/clauses/:id/reword', (c) => reworded(c))
  routes.on(['get', 'post'], '/clauses/:id/remove', (c) => removed(c))
  routes.on(['get', 'post'], '/:id', (c) => shown(c, votesOn))
  routes.post('/:id/withdraw', (c) => {
    const id = idOf(c)
    return press(c, async (by) => {
      await withdraw(by, id, site)
      return `${home}/${id}?did=saved`
    })
  })
  routes.on(['get', 'post'], '/:id/adopt', (c) => adopted(c, site, votesOn))
  routes.on(['get', 'post'], '/:id/decline', (c) => declined(c, site, votesOn))
  return routes
}

async function listed(c: Asked) {
  const { by } = c.var
  permit(maySeeProposals(by.who))
  const about = await reviewed(by.db, by.today)
  const filter = proposalFilter(await clauseOptions(by.db, about?.version.id))
  const review = reviewInWords(about?.version.reviewOn ?? null, by.today)
  const proposes = about !== undefined && mayPropose(by.who)
  return list(c, {
    of: proposalsTable,
    filter,
    sort: '-on',
    name: 'proposals',
    rows: (asked) => proposalsListed(by.db, asked),
    page: (shown) => <ProposalsPage shown={shown} filter={filter} review={review} proposes={proposes} />,
  })
}

/** The version that is reviewed; until one is published there is nothing to change. */
async function underReview({ var: { by } }: Asked) {
  permit(mayPropose(by.who))
  const about = await reviewed(by.db, by.today)
  if (!about) throw notFound()
  return about
}

async function chosen(c: Asked) {
  const { version, clauses } = await underReview(c)
  const query = new URL(c.req.url).searchParams
  const options: RowOptions = clauses.map((clause) => [clause.id, inBrief(clause)])
  const form = clauseAsk(options)
  const read = query.has('clause') ? form.read(query) : null
  const clause = read && 'filled' in read ? clauses.find(({ id }) => id === read.filled.clause) : undefined
  const answers =
    read && 'answers' in read ? read.answers : form.blank(clause ? { clause: clause.id } : undefined)
  return show(
    c,
    <ChangePage
      clauses={options}
      answers={answers}
      chosen={clause}
      number={version.number}
      review={reviewInWords(version.reviewOn, c.var.by.today)}
    />,
  )
}

/** The schools that whoever is at work speaks for, to choose between. */
async function schoolsOf({ var: { by } }: Asked): Promise<RowOptions> {
  const theirs = speaksFor(by.who)
  return theirs.length < 2 ? [] : (await memberOptions(by.db)).filter(([id]) => theirs.includes(id))
}

type Making<Filled> = {
  form: Form<Filled>
  title: string
  lead?: string
  begin?: Parameters<Form<Filled>['blank']>[0]
  proposed: (filled: Filled) => Proposed
}

const make = <Filled,>(c: Asked, { form, title, lead, begin, proposed }: Making<Filled>) =>
  fillIn(c, form, {
    current: async () => form.blank(begin),
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={title}
        lead={lead}
        up={`${home}/new`}
        submit="Propose this"
      />
    ),
    save: async (filled, by) => `${home}/${await propose(by, proposed(filled))}?did=added`,
  })

async function clauseUnderReview(c: Asked) {
  const { clauses } = await underReview(c)
  const clause = clauses.find(({ id }) => id === idOf(c))
  if (!clause) throw notFound()
  return clause
}

async function reworded(c: Asked) {
  const { id, number, words } = await clauseUnderReview(c)
  return make(c, {
    form: rewordForm(await schoolsOf(c)),
    title: `Propose other words for clause ${number}`,
    begin: { words },
    proposed: (filled) => ({ ...filled, kind: 'reword', clauseId: id }),
  })
}

async function removed(c: Asked) {
  const { id, number, words } = await clauseUnderReview(c)
  return make(c, {
    form: removeForm(await schoolsOf(c)),
    title: `Propose to remove clause ${number}`,
    lead: words,
    proposed: (filled) => ({ ...filled, kind: 'remove', clauseId: id }),
  })
}

async function added(c: Asked) {
  const { clauses } = await underReview(c)
  const parts = [...new Set(clauses.map(({ part }) => part).filter((part) => part !== ''))]
  return make(c, {
    form: addForm(await schoolsOf(c), parts),
    title: 'Propose a new clause',
    proposed: (filled) => ({ ...filled, kind: 'add' }),
  })
}

/** One proposal with its comments; a comment is sent to the page it stands on. */
async function shown(c: Asked, votesOn: VotesOn) {
  const { by } = c.var
  permit(c.req.method === 'GET' ? maySeeProposals(by.who) : mayPropose(by.who))
  const found = await proposal(by.db, idOf(c))
  const open = stateOf(found) === 'open'
  const may = {
    comment: open && mayPropose(by.who),
    withdraw: mayWithdraw(by.who, found),
    decide: open && mayDecide(by.who),
  }
  const form = commentForm(await schoolsOf(c))
  const [comments, votes] = await Promise.all([commentsOn(by.db, found.id), votesOn(by, found.id)])
  const words = <Changes proposal={found} />
  return fillIn<Spoken & { words: string }>(c, form, {
    page: (answers) => (
      <ProposalPage {...{ proposal: found, comments, may, votes, form, answers }} changes={words} />
    ),
    save: async (said, by) => {
      await comment(by, found.id, said)
      return `${home}/${found.id}?did=added`
    },
  })
}

async function undecided(c: Asked) {
  const { by } = c.var
  permit(mayDecide(by.who))
  return proposal(by.db, idOf(c))
}

async function adopted(c: Asked, site: string, votesOn: VotesOn) {
  const { by } = c.var
  const found = await undecided(c)
  const about = await reviewed(by.db, by.today)
  if (!about) throw notFound()
  const [drafts, { carried }] = await Promise.all([
    draftsFrom(by.db, about.version.id),
    votesOn(by, found.id),
  ])
  const form = adoptForm([
    ...drafts.map(({ id, title }, i) => [id, `Draft ${i + 1}: ${title}`] as const),
    [NEW_DRAFT, `A new draft, begun from version ${about.version.number}`],
  ])
  return fillIn(c, form, {
    current: async () => form.blank(drafts.length < 2 ? { draftId: drafts[0]?.id ?? NEW_DRAFT } : {}),
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={`Adopt: ${titleOf(found)}`}
        lead={carried ?? undefined}
        up={`${home}/${found.id}`}
        submit="Change the draft"
      />
    ),
    save: async ({ draftId }, by) => {
      await adopt(by, found.id, draftId, site, carried)
      return `${home}/${found.id}?did=saved`
    },
  })
}

async function declined(c: Asked, site: string, votesOn: VotesOn) {
  const found = await undecided(c)
  return fillIn(c, declineForm, {
    current: async () => declineForm.blank({ reason: (await votesOn(c.var.by, found.id)).lost }),
    page: (answers) => (
      <FormPage
        form={declineForm}
        answers={answers}
        title={`Decline: ${titleOf(found)}`}
        up={`${home}/${found.id}`}
        submit="Decline it"
      />
    ),
    save: async ({ reason }, by) => {
      await decline(by, found.id, reason, site)
      return `${home}/${found.id}?did=saved`
    },
  })
}
