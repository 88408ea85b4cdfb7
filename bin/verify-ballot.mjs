#!/usr/bin/env node
// Checks a secret vote from its published file and counts it again:
//   node verify-ballot.mjs papers.json [--digest HEX] [--receipt XXXXX-XXXXX-XXXXX-XXXXX]
// It shares nothing with the system that held the vote: it was written from docs/secret-ballots.md alone, and needs
// nothing but Node.js 20 or newer. Exit status: 0 all holds, 1 something does not, 2 the file cannot be read.
import { constants, createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const FORMAT = 'endeavour-secret-ballot-1'
const MAX_BYTES = 50 * 2 ** 20
const MAX_OPTIONS = 200

const sha256 = (content) => createHash('sha256').update(content).digest()
const decoded = (base64) => Buffer.from(base64, 'base64')
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const isSorted = (list) => list.every((one, at) => at === 0 || byBytes(list[at - 1], one) <= 0)
const hyphened = (receipt) => receipt.match(/.{1,5}/g).join('-')
/** No file may write a line of its own here, nor move the cursor of whoever reads it. */
const plain = (text) => text.slice(0, 300).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD')

function repeated(list) {
  const seen = new Set()
  return list.filter((one) => seen.size === seen.add(one).size)
}

// The form of the file, member by member.
const string = (value) => typeof value === 'string' && value.isWellFormed()
const number = (value) => Number.isSafeInteger(value) && value >= 0
const like = (pattern) => (value) => string(value) && pattern.test(value)
const orNull = (wants) => (value) => value === null || misfit(value, wants) === undefined
const sized = (bytes) => (value) =>
  string(value) && decoded(value).length === bytes && decoded(value).toString('base64') === value
const NAME = /^[^\r\n]+$/
const HEX = /^[0-9a-f]{64}$/
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{20}$/
const CHOICE = /^(for|against|abstain|\d{1,15}(>\d{1,15})*)$/
const MAJORITY = /^(simple|more than half of all|two thirds of (votes cast|those present|all))$/
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const described = {
  ballot: number,
  alliance: string,
  question: string,
  asks: like(/^(motion|election)$/),
  counting: orNull(like(/^(first past the post|alternative vote)$/)),
  majority: orNull(like(MAJORITY)),
  abstentionsCast: (value) => typeof value === 'boolean',
  electors: { all: number, present: number },
  quorum: orNull(number),
  options: [{ choice: like(CHOICE), says: like(NAME), position: number }],
  took: [like(NAME)],
  named: [{ school: like(NAME), choice: like(CHOICE) }],
  key: string,
  papers: [
    {
      receipt: like(RECEIPT),
      token: sized(97),
      signature: sized(256),
      choice: like(CHOICE),
      proof: sized(64),
    },
  ],
  lot: orNull({ promise: like(HEX), seed: orNull(like(/^([0-9a-f]{2})+$/)), words: orNull(like(NAME)) }),
  closedAt: like(DATE),
  digest: like(HEX),
  result: { outcome: string, elected: orNull(string), says: string },
}

/** The first member that is not as described, such as `papers 3 token`. */
function misfit(value, wants, path = 'it') {
  if (typeof wants === 'function') return wants(value) ? undefined : path
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(wants))
    return path
  const wanted = Array.isArray(wants) ? value.map(() => wants[0]) : wants
  for (const name of Object.keys(wanted)) {
    const found = misfit(value[name], wanted[name], path === 'it' ? name : `${path} ${name}`)
    if (found) return found
  }
}

const candidatesOf = ({ options }) => options.filter(({ choice }) => choice !== 'abstain')

/** Whether it is a motion with its three answers and a majority, or an election of candidates and a way to count. */
function isWhole({ asks, counting, majority, options, lot }) {
  const choices = options.map(({ choice }) => choice).sort()
  if (repeated(options.map(({ position }) => position)).length > 0) return false
  if (lot && (lot.seed === null) !== (lot.words === null)) return false
  if (asks === 'motion') return majority !== null && choices.join() === 'abstain,against,for'
  const candidates = candidatesOf({ options })
  const numbered = candidates.every(({ choice }) => /^\d+$/.test(choice))
  const once = repeated(choices).length === 0 && choices.length <= MAX_OPTIONS
  return counting !== null && candidates.length > 0 && numbered && once
}

function isChoice({ asks, counting, options }, choice) {
  if (asks === 'motion' || choice === 'abstain') return /^(for|against|abstain)$/.test(choice)
  const candidates = new Set(candidatesOf({ options }).map((one) => one.choice))
  const ranked = choice.split('>')
  const most = counting === 'alternative vote' ? candidates.size : 1
  return ranked.length <= most && repeated(ranked).length === 0 && ranked.every((one) => candidates.has(one))
}

// The papers.
function publicKey(base64) {
  try {
    const key = createPublicKey({ key: decoded(base64), format: 'der', type: 'spki' })
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails
    return modulusLength === 2048 && publicExponent === 65537n ? key : undefined
  } catch {
    return undefined
  }
}

function isSigned(key, { token, signature }) {
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }
  return key && verify('sha384', decoded(token), pss, decoded(signature))
}

function isProved({ ballot, key }, { token, choice, proof }) {
  const point = decoded(token).subarray(32)
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const says = Buffer.from([FORMAT, ballot, sha256(decoded(key)).toString('hex'), choice].join('\n'))
  try {
    const once = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    return point[0] === 4 && verify('sha256', says, { key: once, dsaEncoding: 'ieee-p1363' }, decoded(proof))
  } catch {
    return false
  }
}

function receiptOf(token) {
  const bits = [...sha256(decoded(token))].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const signs = bits.slice(0, 100).match(/.{5}/g)
  return signs.map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(five, 2)]).join('')
}

/** What was asked and what decides it, in lines. */
function termsOf({ asks, counting, majority, abstentionsCast, electors, quorum, lot, options, question }) {
  const placed = [...options].sort((a, b) => a.position - b.position)
  return [
    `asks ${asks}`,
    `counting ${counting ?? '-'}`,
    `majority ${majority ?? '-'}`,
    `abstentions ${abstentionsCast ? 'yes' : 'no'}`,
    `electors ${electors.all} ${electors.present}`,
    `quorum ${quorum ?? '-'}`,
    `lot ${lot?.promise ?? '-'}`,
    ...placed.map(({ choice, position, says }) => `option ${choice} ${position} ${says}`),
    `question ${sha256(question).toString('hex')}`,
  ]
}

function digestOf(file) {
  const { ballot, key, took, named, papers } = file
  const lines = [
    ...[FORMAT, ballot, sha256(decoded(key)).toString('hex')],
    ...termsOf(file),
    ...took.map((school) => `took ${school}`),
    ...named.map(({ school, choice }) => `named ${school} ${choice}`),
    ...papers.map((one) => `paper ${one.receipt} ${one.token} ${one.signature} ${one.choice} ${one.proof}`),
  ]
  return sha256(lines.join('\n')).toString('hex')
}

// The count. Each way gives {outcome, elected, steps}: the steps are the sums on the way.
function motion({ majority, abstentionsCast, electors }, votes) {
  const [yes, no, neither] = ['for', 'against', 'abstain'].map(
    (one) => votes.filter((vote) => vote === one).length,
  )
  const cast = yes + no + (abstentionsCast ? neither : 0)
  const whole = /all$/.test(majority) ? electors.all : /present$/.test(majority) ? electors.present : cast
  const thirds = majority.startsWith('two thirds')
  const needed = thirds ? Math.max(1, Math.ceil((2 * whole) / 3)) : Math.floor(whole / 2) + 1
  const steps = [
    `For ${yes}, against ${no}, abstentions ${neither} (which are ${abstentionsCast ? '' : 'not '}votes cast).`,
    `${thirds ? 'Two thirds' : 'More than half'} of ${whole} is ${needed}; for it are ${yes}.`,
  ]
  return { outcome: yes >= needed ? 'carried' : 'not carried', elected: null, steps }
}

const electing = (steps, choice) => ({ outcome: 'elected', elected: choice, steps })
const electingNobody = (steps, outcome = 'nobody elected') => ({ outcome, elected: null, steps })

/** How many papers each candidate comes first on. */
function tally(candidates, papers) {
  const votes = new Map(candidates.map((one) => [one, 0]))
  for (const [first] of papers) if (first) votes.set(first, votes.get(first) + 1)
  const having = (wanted) => candidates.filter((one) => votes.get(one) === wanted)
  return { votes, most: having(Math.max(...votes.values())), fewest: having(Math.min(...votes.values())) }
}

function firstPastThePost(candidates, papers, lot, says) {
  const { votes, most } = tally(candidates, papers)
  const steps = [says(votes)]
  if (papers.length === 0) return electingNobody(steps)
  if (most.length > 1 && !lot) return electingNobody(steps, 'needs a lot')
  return electing(steps, most.length > 1 ? lot.find((one) => most.includes(one)) : most[0])
}

function alternativeVote(candidates, papers, lot, says) {
  const steps = []
  let inside = candidates
  while (inside.length > 0) {
    const still = new Set(inside)
    for (const paper of papers) while (paper.length > 0 && !still.has(paper[0])) paper.shift()
    const { votes, most, fewest } = tally(inside, papers)
    steps.push(`Round ${steps.length + 1}: ${says(votes)}`)
    if (votes.get(most[0]) * 2 > papers.filter((paper) => paper.length > 0).length)
      return electing(steps, most[0])
    const tied = fewest.length > 1 && votes.get(fewest[0]) > 0
    if (tied && !lot) return electingNobody(steps, 'needs a lot')
    const out = tied ? [lot.findLast((one) => fewest.includes(one))] : fewest
    inside = inside.filter((one) => !out.includes(one))
  }
  return electingNobody(steps)
}

/** A lot is promised when the vote opens, and drawn only where it has to decide. */
const isDrawn = (lot) => lot !== null && lot.seed !== null

/** Candidates, from the one whom the lot places best. */
function drawn({ lot, options }) {
  const hash = ({ position }) => sha256(`${lot.seed}\n${lot.words}\n${position}`).toString('hex')
  const inOrder = (a, b) => byBytes(hash(a), hash(b))
  return (
    isDrawn(lot) &&
    candidatesOf({ options })
      .sort(inOrder)
      .map(({ choice }) => choice)
  )
}

function recount(file) {
  const votes = [...file.papers, ...file.named].map(({ choice }) => choice)
  const tookPart = file.took.length + file.named.length
  if (tookPart < (file.quorum ?? 0))
    return electingNobody([`${tookPart} took part, and ${file.quorum} had to.`], 'no quorum')
  if (file.asks === 'motion') return motion(file, votes)
  const names = new Map(file.options.map(({ choice, says }) => [choice, plain(says)]))
  const says = (tallied) => [...tallied].map(([one, has]) => `${names.get(one)} ${has}`).join(', ')
  const papers = votes.filter((choice) => choice !== 'abstain').map((choice) => choice.split('>'))
  const counts = file.counting === 'alternative vote' ? alternativeVote : firstPastThePost
  return counts(
    candidatesOf(file).map(({ choice }) => choice),
    papers,
    drawn(file),
    says,
  )
}

// What is said. A check claims something of all, and names those of which it is not so.
const some = (list) =>
  list.slice(0, 3).map(plain).join(', ') + (list.length > 3 ? ` and ${list.length - 3} more` : '')
const unless = (holds, found) => (holds ? [] : [found])

function papersChecked(file) {
  const { papers, named } = file
  const key = publicKey(file.key)
  const but = (holds) => papers.filter((paper) => !holds(paper)).map(({ receipt }) => hyphened(receipt))
  const again = repeated(papers.map(({ token }) => receiptOf(token))).map(hyphened)
  const byName = named.filter(({ choice }) => !isChoice(file, choice)).map(({ school }) => school)
  return [
    ['Key', 'it is an RSA key of 2048 bits', unless(key, 'this one')],
    ['Signatures', 'every paper is signed with the key of this vote', but((paper) => isSigned(key, paper))],
    ['Receipts', 'each is that of its paper', but(({ token, receipt }) => receipt === receiptOf(token))],
    ['Proofs', 'the own key of every paper has signed its choice', but((paper) => isProved(file, paper))],
    ['Once', 'no paper is there twice', again],
    ['Choices', 'each might be chosen', [...but(({ choice }) => isChoice(file, choice)), ...byName]],
  ]
}

function listChecked(file, noted) {
  const { papers, took, electors, lot } = file
  const named = file.named.map(({ school }) => school)
  const all = [...took, ...named]
  const unsorted = [papers.map(({ receipt }) => receipt), took, named].filter((list) => !isSorted(list))
  const made = digestOf(file)
  const kept = !isDrawn(lot) || sha256(Buffer.from(lot.seed, 'hex')).toString('hex') === lot.promise
  const few = papers.length <= took.length
  return [
    ['Order', 'papers and schools are sorted', unsorted.map(([first]) => `the list from ${first}`)],
    [
      'Papers',
      `${papers.length} in the box, no more than the ${took.length} taken`,
      unless(few, 'these numbers'),
    ],
    ['Schools', `${took.length} took a paper, ${named.length} voted by name, none twice`, repeated(all)],
    [
      'Electors',
      `${all.length} of ${electors.all} took part`,
      unless(all.length <= electors.all, 'these numbers'),
    ],
    ['Digest', `the list gives ${made}`, unless(made === file.digest, `the file says ${file.digest}`)],
    ...(noted ? [['Noted', 'the digest is the one that was noted', unless(made === noted, 'this one')]] : []),
    [
      'Lot',
      isDrawn(lot) ? 'its seed is the one that was promised' : 'none was drawn',
      unless(kept, 'this seed'),
    ],
  ]
}

function receiptChecked({ papers }, receipt) {
  const found = papers.find((paper) => paper.receipt === receipt)
  return ['Your paper', found ? `it says ${found.choice}` : 'it is there', unless(found, hyphened(receipt))]
}

function resultChecked({ result }, { outcome, elected }) {
  const told = (what, whom) => plain(whom === null ? what : `${what}: ${whom}`)
  const published = `the file, which says ${told(result.outcome, result.elected)}`
  const same = outcome === result.outcome && elected === result.elected
  return ['Result', `counted again it is ${told(outcome, elected)}`, unless(same, published)]
}

/** What the reader is told of the vote: what the digest seals, and what it does not, to be compared with what was told. */
const premises = (file) => [
  'The vote, as the digest seals it:',
  `  Vote ${file.ballot}: ${plain(file.question)}`,
  `  By ${file.majority ?? file.counting}; ${file.electors.all} might vote, ${file.electors.present} were present`,
  `  ${file.options.map(({ choice, says }) => `${choice} = ${plain(says)}`).join(', ')}`,
  ...(file.lot ? [`  The promise of a lot: ${file.lot.promise}`] : []),
  'Compare with what was told at the vote:',
  `  Of ${plain(file.alliance)}, closed ${file.closedAt}`,
  ...(isDrawn(file.lot) ? [`  Words said for the lot: ${plain(file.lot.words)}`] : []),
]

/**
 * Checks the bytes of a published file.
 * @returns lines to read, and the exit status
 */
export function examine(content, { digest, receipt } = {}) {
  const file = parsed(content)
  if (file?.format !== FORMAT) return { lines: [`It cannot be read: it is no ${FORMAT}.`], status: 2 }
  const unlike = misfit(file, described) ?? (isWhole(file) ? undefined : 'what is asked, and may be chosen')
  const form = ['Form', 'it is as described', unless(unlike === undefined, unlike)]
  if (unlike !== undefined) return report([form])
  const checks = [form, ...papersChecked(file), ...listChecked(file, digest)]
  if (receipt) checks.push(receiptChecked(file, receipt))
  if (checks.some(([name, , but]) => name === 'Choices' && but.length > 0)) return report(checks)
  const counted = recount(file)
  const sums = ['The count:', ...counted.steps.map((step) => `  ${step}`)]
  return report([...checks, resultChecked(file, counted)], [...premises(file), ...sums])
}

function parsed(content) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    return undefined
  }
}

function report(checks, notes = []) {
  const wrong = checks.filter(([, , but]) => but.length > 0)
  const lines = checks.map(([name, claim, but]) =>
    but.length > 0 ? `✗ ${name}: ${claim}. NOT SO: ${some(but)}` : `✓ ${name}: ${claim}`,
  )
  const verdict =
    wrong.length > 0 ? `This does NOT hold: ${wrong.map(([name]) => name).join(', ')}.` : 'All of this holds.'
  return { lines: [...notes, ...lines, verdict], status: wrong.length > 0 ? 1 : 0 }
}

/** What was asked for on the command line. @throws Error with what is wrong with it. */
function asked() {
  const options = { digest: { type: 'string' }, receipt: { type: 'string' } }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const digest = values.digest?.replace(/\s/g, '').toLowerCase()
  const typed = values.receipt?.replace(/[\s-]/g, '').toUpperCase()
  const receipt = typed?.replaceAll('O', '0').replace(/[IL]/g, '1')
  if (positionals.length !== 1) throw new Error('Say which file: node verify-ballot.mjs papers.json')
  if (digest !== undefined && !HEX.test(digest))
    throw new Error('A digest has 64 signs, of 0 to 9 and a to f.')
  if (receipt !== undefined && !RECEIPT.test(receipt))
    throw new Error('A receipt is like ABCDE-FGHJK-MNPQR-STVWX.')
  return { path: positionals[0], digest, receipt }
}

function main() {
  try {
    const { path, ...noted } = asked()
    const file = statSync(path)
    if (!file.isFile() || file.size > MAX_BYTES) throw new Error('it is no file, or larger than 50 MB.')
    const { lines, status } = examine(readFileSync(path), noted)
    console.log(lines.join('\n'))
    process.exitCode = status
  } catch (error) {
    console.error(`This cannot be read: ${plain(error.message)}`)
    process.exitCode = 2
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main()
