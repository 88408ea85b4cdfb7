import { randomBytes } from 'node:crypto'
import { type Actor, actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db.ts'
import type { Answers } from '../../platform/form.ts'
import { notFound, notPossible, permit, Refusal } from '../../platform/refusal.ts'
import { type Asked, csvFile, file, idOf, rooms, sentBy, show } from '../../platform/web.tsx'
import { isSignedIn, system } from '../../platform/who.ts'
import { choiceInWords } from '../choices.ts'
import { resultOf } from '../counting/result.ts'
import { type Ballot, ballotOf, optionsOf } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { seenBallot } from '../seen.ts'
import { choiceIn } from '../votes/form.ts'
import { putIntoBox, takeMadePaper, takePaper } from './actions.ts'
import { documentOf, listOf } from './document.ts'
import { boxForm, bytesIn, madePaperIn, paperForm, receiptForm } from './form.ts'
import { BoothPage, NoBoothPage, PaperPage } from './pages.tsx'
import { proofWords, receiptTyped } from './paper.ts'
import { PapersPage, papersListing, ReceiptPage } from './published-pages.tsx'
import { countedPapers, liesInBox, publicKeyOf } from './queries.ts'
import { warningsAfter } from './rules.ts'
import { digestOfKey, isSigned, type MadePaper, proofBy, SEED_BYTES } from './signing.ts'
import { votersIn, warningsOf } from './voters.ts'

type Given = { database: Database; clock: Clock }

/**
 * Voting in secret, and what is published of it. What is sent to the box is taken from whoever sends it, signed in or
 * not; neither it nor a receipt that is looked up goes through the forms’ one-time keys, whose digests name people.
 */
export function secretBallots({ database, clock }: Given) {
  const routes = rooms()

  async function secret(c: Asked): Promise<Ballot> {
    const ballot = await seenBallot(c.var.by, idOf(c))
    if (ballot.manner !== 'secret') throw notFound()
    return ballot
  }

  routes.get('/:id/paper', async (c) => {
    const { by } = c.var
    const ballot = await secret(c)
    permit(isSignedIn(by.who))
    const { voters, why } = await votersIn(by, ballot, clock.now())
    const voter = voters.find(({ membershipId }) => membershipId === schoolIn(c)) ?? only(voters)
    const key = await publicKeyOf(database, ballot.id)
    if (!voter || !key)
      return show(c, <NoBoothPage {...{ ballot }} says={why ?? 'Choose for which school'} others={voters} />)
    const [options, warnings] = await Promise.all([optionsOf(by.db, ballot.id), warningsOf(by, ballot)])
    return show(
      c,
      <BoothPage
        {...{ ballot, warnings, voter }}
        others={voters.filter((one) => one !== voter)}
        form={paperForm(ballot, options, voter.school)}
        publicKey={key.toString('base64')}
        keyDigest={digestOfKey(key)}
        seed={randomBytes(SEED_BYTES).toString('base64')}
      />,
    )
  })

  routes.post('/:id/paper', (c) =>
    forScript(c, async () => {
      const { by } = c.var
      const { id } = await secret(c)
      permit(isSignedIn(by.who))
      const data = await sentBy(c)
      const membershipId = schoolIn(c)
      if (membershipId === undefined) throw notPossible('Open the page again, and choose for which school')
      const taking = { ballotId: id, membershipId }
      const blinded = bytesIn(data, 'blinded')
      if (blinded) {
        const signed = await takePaper(by, taking, blinded, clock.now())
        return c.json({ signed: signed.toString('base64') })
      }
      const seed = bytesIn(data, 'seed')
      if (seed?.length !== SEED_BYTES) throw notPossible('Open the page again, and take the paper from there')
      const paper = await takeMadePaper(by, taking, seed, clock.now())
      return paperPage(c, id, paper)
    }),
  )

  /** The page that is a voting paper. Whoever holds one may read what is voted on: it was given to a school. */
  async function paperPage(
    c: Asked,
    id: number,
    paper: MadePaper,
    more: { answers?: Answers; receipt?: string } = {},
  ) {
    const { db } = nobody()
    const [ballot, options] = await Promise.all([ballotOf(db, id), optionsOf(db, id)])
    const form = boxForm(ballot, options)
    const answers = more.answers ?? form.blank()
    const { receipt } = more
    return show(
      c,
      <PaperPage {...{ ballot, form, answers, paper }} {...(receipt === undefined ? {} : { receipt })} />,
      answers.errors.length > 0 ? 422 : 200,
    )
  }

  /** Reads and writes for whoever holds a paper: their session is not looked at, also where a browser sends it. */
  const nobody = (): Actor => actor(database, system, clock.today())

  routes.post('/:id/box', (c) =>
    forScript(c, async () => {
      const id = idOf(c)
      const data = await sentBy(c)
      const made = madePaperIn(data)
      if (made) return fromPage(c, id, made, data)
      const [token, signature, proof] = ['token', 'signature', 'proof'].map((name) => bytesIn(data, name))
      const choice = data.get('choice')
      if (!token || !signature || !proof || typeof choice !== 'string') throw notPossible(NO_PAPER)
      const paper = { token, signature, proof, choice }
      return c.json({ receipt: await putIntoBox(database, clock.today(), id, paper) })
    }),
  )

  /** A paper that the server made comes with the key that is used once, and the choice as a form gives it. */
  async function fromPage(c: Asked, id: number, made: MadePaper, data: FormData) {
    const key = await publicKeyOf(database, id)
    if (!key || !isSigned(key, made)) throw notPossible(NO_PAPER)
    const { db } = nobody()
    const [ballot, options] = await Promise.all([ballotOf(db, id), optionsOf(db, id)])
    const form = boxForm(ballot, options)
    const read = form.read(data)
    if ('answers' in read) return paperPage(c, id, made, { answers: read.answers })
    try {
      const { choice } = choiceIn(ballot, options, read.filled)
      const proof = provenBy(made, proofWords(id, digestOfKey(key), choice))
      const { token, signature } = made
      const receipt = await putIntoBox(database, clock.today(), id, { token, signature, choice, proof })
      return paperPage(c, id, made, { receipt, answers: form.blank() })
    } catch (error) {
      if (!(error instanceof Refusal && error.kind === 'not possible')) throw error
      const wrong = { field: error.field ?? 'form', message: error.message }
      const values = Object.fromEntries(
        [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      )
      return paperPage(c, id, made, { answers: { values, key: '', errors: [wrong] } })
    }
  }

  async function closed(c: Asked) {
    const { by } = c.var
    const ballot = await secret(c)
    const key = await publicKeyOf(database, ballot.id)
    if (ballot.closedAt === null || !key)
      throw notPossible('The papers of a secret vote are published when it is closed')
    const [options, list] = await Promise.all([optionsOf(by.db, ballot.id), listOf(by.db, ballot, key)])
    return { ballot, options, list }
  }

  routes.get('/:id/papers', async (c) => {
    const published = await closed(c)
    const warnings = warningsAfter(published.list.papers.map(({ choice }) => choice))
    const says = (await resultOf(c.var.by.db, published.ballot))?.says ?? null
    return show(c, <PapersPage {...published} {...{ warnings, says }} />)
  })

  routes.get('/:id/papers.csv', async (c) => {
    const { ballot, options, list } = await closed(c)
    return csvFile(c, papersListing(ballot, options), list.papers, `papers-of-vote-${ballot.id}`)
  })

  routes.get('/:id/papers.json', async (c) => {
    const { ballot, list } = await closed(c)
    const { name } = c.get('frame').alliance
    const document = await documentOf(c.var.by.db, ballot, { list, alliance: name })
    return file(c, JSON.stringify(document, null, 1), `papers-of-vote-${ballot.id}.json`, 'application/json')
  })

  routes.get('/:id/receipt', async (c) => {
    const ballot = await secret(c)
    return show(c, <ReceiptPage {...{ ballot }} answers={receiptForm.blank()} says={null} />)
  })

  routes.post('/:id/receipt', async (c) => {
    const ballot = await secret(c)
    const read = receiptForm.read(await sentBy(c))
    if ('answers' in read)
      return show(c, <ReceiptPage {...{ ballot }} answers={read.answers} says={null} />, 422)
    const { receipt: words } = read.filled
    const receipt = receiptTyped(words)
    if (!receipt) {
      const errors = [{ field: 'receipt', message: 'A receipt has 20 characters, in four groups of five' }]
      const answers = { values: { receipt: words }, key: '', errors }
      return show(c, <ReceiptPage {...{ ballot, answers }} says={null} />, 422)
    }
    const answers = receiptForm.blank({ receipt: words })
    return show(c, <ReceiptPage {...{ ballot, answers }} says={await found(c.var.by, ballot, receipt)} />)
  })

  async function found({ db }: Actor, ballot: Ballot, receipt: string): Promise<string> {
    if (ballot.closedAt === null) {
      const lies = takesVotes(ballot.state) && (await liesInBox(database, ballot.id, receipt))
      return lies
        ? 'The paper with this receipt is in the box. How it votes is read by nobody before the close.'
        : 'No paper with this receipt is in the box of this vote. Check each character.'
    }
    const [papers, options] = await Promise.all([countedPapers(db, ballot.id), optionsOf(db, ballot.id)])
    const paper = papers.find((one) => one.receipt === receipt)
    return paper
      ? `The paper with this receipt was counted: ${choiceInWords(ballot, options, paper.choice)}.`
      : 'No paper with this receipt was counted. Check each character. If all of them are right, a paper is missing from the box: tell whoever keeps this vote, and show them your receipt.'
  }

  return routes
}

const NO_PAPER = 'This is no voting paper of this vote, so it was not put into the box'

const only = <One,>(all: One[]): One | undefined => (all.length === 1 ? all[0] : undefined)

/** The school that an address names. */
function schoolIn(c: Asked): number | undefined {
  const text = c.req.query('school') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** @throws a refusal where the key that came along is none. */
function provenBy({ key }: MadePaper, words: string): Buffer {
  try {
    return proofBy(key, words)
  } catch {
    throw notPossible(NO_PAPER)
  }
}

const status = { 'not found': 404, 'not allowed': 403, 'not possible': 409 } as const

/** To a script a refusal is said as it is to people, without the page around it. */
async function forScript(c: Asked, work: () => Promise<Response>): Promise<Response> {
  const forScript = c.req.header('accept') === 'application/json'
  try {
    return await work()
  } catch (error) {
    if (!forScript || !(error instanceof Refusal)) throw error
    return c.json({ says: error.message }, status[error.kind])
  }
}
