import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { newKeys } from '../../src/ballots/secret/signing.ts'
import { formsIn, untouched } from '../forms.ts'
import type { Answered, Fields } from './alliance.ts'
import { type Board, browserAt, openedAt, textOf, turn, voteAt } from './ballot.ts'

/** What came of one ballot that was closed while votes arrived. */
export type Round = {
  ballot: number
  accepted: number
  refused: number
  /** Answers to votes that nobody should get. */
  wrong: string[]
  /** How many were told that they closed it. */
  closed: number
  /** Votes that arrived after somebody had been told that it was closed, and were taken. */
  late: number
  /** The sum as it was read at either server, by whoever asked as soon as it was closed and when all was over. */
  sums: string[]
}

/** Everything is sent within so many milliseconds. */
export type Race = {
  voters: number
  closers: number
  readers: number
  withinMs: number
  random: () => number
}

const SUM = /\b(\w+) for, (\w+) against, (\w+) abstained/
const REFUSED = /This vote (?:was closed meanwhile, so yours was not taken|is closed)/

type Timed = Omit<Race, 'closers' | 'readers'>

const letters = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const numberOf = (word: string) => (letters.includes(word) ? letters.indexOf(word) : Number(word))

const closeAt = (board: Board, ballot: number, n: number) =>
  browserAt(board, board, turn(n)).post(`/ballots/${ballot}/close`, { 'form-key': randomUUID() })

const sumAt = async (board: Board, ballot: number, n: number) => {
  const { text } = await browserAt(board, board, turn(n)).get(`/ballots/${ballot}`)
  const sum = SUM.exec(textOf(text))?.slice(1)
  return sum ? sum.map(numberOf).join(' ') : `none: ${textOf(text).slice(0, 400)}`
}

/** Everybody votes within a moment at two servers, and it is closed meanwhile, by one or by many. */
export async function raced(
  board: Board,
  ballot: number,
  { voters, closers, readers, withinMs, random }: Race,
): Promise<Round> {
  const atSomeMoment = () => sleep(random() * withinMs)
  const voting = board.schools.slice(0, voters).map(async ({ head }, n) => {
    await atSomeMoment()
    return voteAt(board, head, { ballot, choice: n % 3 === 0 ? 'against' : 'for', server: turn(n) })
  })
  let late = 0
  const sums: string[] = []
  const closing = Array.from({ length: closers }, async (_, n) => {
    // Of many the first would always come before the votes.
    await sleep(withinMs / 3)
    await atSomeMoment()
    const answer = await closeAt(board, ballot, n)
    if (answer.status !== 303) return answer
    const latecomer = board.schools[voters]?.head
    const [after, ...read] = await Promise.all([
      latecomer && voteAt(board, latecomer, { ballot, choice: 'for', server: turn(n + 1) }),
      ...Array.from({ length: readers }, (_, reader) => sumAt(board, ballot, ballot + reader)),
    ])
    if (after?.status === 303) late += 1
    sums.push(...read)
    return answer
  })
  const [votes, closes] = await Promise.all([Promise.all(voting), Promise.all(closing)])
  const accepted = votes.filter(({ status }) => status === 303).length
  const refused = votes.filter(isRefused).length
  const wrong = [
    ...votes.filter((vote) => vote.status !== 303 && !isRefused(vote)).map(said),
    ...closes.filter(({ status }) => status !== 303 && status !== 422).map(said),
  ]
  const closed = closes.filter(({ status }) => status === 303).length
  return { ballot, accepted, refused, wrong, closed, late, sums }
}

/** Schools vote between meetings about when the time is over that was set; it is closed after that. */
export async function racedWithTime(board: Board, { voters, withinMs, random }: Timed): Promise<Round> {
  const [ballot = 0] = await openedAt(board, { many: 1, fromAfar: true, openMs: withinMs / 2 })
  const answers = await Promise.all(
    board.schools.slice(0, voters).map(async ({ head }, n) => {
      await sleep(random() * withinMs)
      return voteAt(board, head, { ballot, choice: n % 3 === 0 ? 'against' : 'for', server: turn(n) })
    }),
  )
  await sleep(withinMs)
  // The server closes it by itself, should its turn come first.
  const { status, text } = await closeAt(board, ballot, 0)
  const isClosed = status === 303 || /This vote is closed already/.test(textOf(text))
  return {
    ...{ ballot, closed: isClosed ? 1 : 0, late: 0, sums: [await sumAt(board, ballot, 1)] },
    accepted: answers.filter(({ status }) => status === 303).length,
    refused: answers.filter(isRefused).length,
    wrong: answers.filter((vote) => vote.status !== 303 && !isRefused(vote)).map(said),
  }
}

const isRefused = ({ status, text }: Answered) =>
  (status === 422 || status === 200) && REFUSED.test(textOf(text))
const said = ({ status, text }: Answered) => `${status}: ${textOf(text).slice(0, 300)}`

/** What is wrong with the ballots of these rounds, in the database and in what people were told. */
export async function wrongIn({ records }: Board, rounds: Round[], sent: number): Promise<string[]> {
  const { rows } = await records.pool.query<Counted>(COUNTED, [rounds.map(({ ballot }) => ballot)])
  const found = new Map(rows.map((row) => [row.ballot, row]))
  return rounds.flatMap((round) => {
    const { ballot, accepted, refused, closed, late, sums, wrong } = round
    const row = found.get(ballot)
    const sum = row && [row.for, row.against, 0].join(' ')
    const faults = {
      [`${accepted} accepted and ${refused} refused of ${sent}`]: accepted + refused !== sent,
      [`${accepted} accepted, ${row?.votes} there`]: accepted !== row?.votes,
      [`closed ${closed} times`]: closed !== 1,
      [`${late} taken after it was closed`]: late !== 0,
      [`${row?.after} dated after the close`]: row?.after !== 0,
      [`read as ${[...new Set(sums)].join(', ')} instead of ${sum}`]:
        sums.some((one) => one !== sum) || sums.length === 0,
    }
    const said = Object.keys(faults).filter((fault) => faults[fault])
    return [...said, ...wrong].map((fault) => `vote ${ballot}: ${fault}`)
  })
}

type Counted = { ballot: number; votes: number; for: number; against: number; after: number }
const COUNTED = `
  select ballots.id as ballot, count(votes)::int as votes, count(*) filter (where choice = 'for')::int as for,
    count(*) filter (where choice = 'against')::int as against, count(*) filter (where cast_at > least(closed_at, closes_at))::int as after
  from ballots left join votes on ballot_id = ballots.id where ballots.id = any ($1) group by ballots.id`

/** A motion in secret that is open to every school. */
export async function secretAt(board: Board): Promise<number> {
  const [id = 0] = await openedAt(board, { many: 1, manner: 'secret' })
  const { publicKey, privateKey } = await newKeys()
  const key = 'insert into ballot_keys (ballot_id, public_key, private_key) values ($1, $2, $3)'
  await board.records.pool.query(key, [id, publicKey, privateKey])
  return id
}

/** The paper of a school, as a browser without scripts is given it; nothing where it is refused. */
export async function paperFor(board: Board, ballot: number, n: number): Promise<Fields | undefined> {
  const head = board.schools[n]?.head
  if (!head) return undefined
  const { status, text } = await browserAt(board, head, turn(n)).post(
    `/ballots/${ballot}/paper?school=${head.membershipId}`,
    { seed: randomBytes(32).toString('base64') },
  )
  const form = formsIn(text).find(({ asked }) => asked.some(({ name }) => name === 'token'))
  return status === 200 && form ? untouched(form.asked) : undefined
}

/** Puts a paper into the box; gives the receipt, or nothing where it is refused. */
export async function putAt(
  board: Board,
  ballot: number,
  paper: Fields,
  n: number,
): Promise<string | undefined> {
  const nobody = browserAt(board, { cookie: '' }, turn(n))
  const { status, text } = await nobody.post(`/ballots/${ballot}/box`, { ...paper, choice: 'for' })
  const receipt = /\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}\b/.exec(textOf(text))?.[0]
  return status === 200 ? receipt : undefined
}

/** Papers are put into the box at once, and it is closed meanwhile; the receipts that were given out. */
export async function racedInSecret(board: Board, ballot: number, { voters, withinMs, random }: Timed) {
  const atSomeMoment = () => sleep(random() * withinMs)
  const papers = await Promise.all(Array.from({ length: voters }, (_, n) => paperFor(board, ballot, n)))
  const [receipts, closed] = await Promise.all([
    Promise.all(
      papers.map(async (paper, n) => {
        await atSomeMoment()
        return paper && putAt(board, ballot, paper, n)
      }),
    ),
    atSomeMoment().then(() => closeAt(board, ballot, 0)),
  ])
  return {
    papers: papers.filter((paper) => paper !== undefined).length,
    closed: closed.status,
    receipts: receipts.flatMap((one) => one ?? []),
  }
}
