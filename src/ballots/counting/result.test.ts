import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { moreSchools, roomOn } from '../../../test/ballots.ts'
import { query, votesOf } from '../../../test/counting.ts'
import { type World, world } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'
import { ballotOf } from '../queries.ts'
import { type Majority, majorities } from '../tables.ts'
import { resultsOf } from './result.ts'

/** A ballot as it lies in the database, and what each school did: said nothing, chose, or is outside for an interest. */
const anyBallot = fc.record({
  counting: fc.constantFrom(null, 'first past the post' as const, 'alternative vote' as const),
  majority: fc.constantFrom(...(Object.keys(majorities) as Majority[])),
  abstentionsCast: fc.boolean(),
  secret: fc.boolean(),
  schools: fc.array(
    fc.record({
      present: fc.boolean(),
      excluded: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      motion: fc.constantFrom('for', 'for', 'against', 'abstain', null),
      ranking: fc.shuffledSubarray([0, 1, 2, 3]),
      silent: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    }),
    { minLength: 12, maxLength: 12 },
  ),
})
type AnyBallot = typeof anyBallot extends fc.Arbitrary<infer Made> ? Made : never

const SEED = '5eed'.repeat(16)
const SAID = '417, 23, 9006'

/** Lays a ballot into the database as it stands after its close, its lot drawn where it is an election. */
async function laid(w: World, members: number[], of: AnyBallot) {
  const election = of.counting !== null
  const [row] = await query<{ id: string }>(
    w,
    `insert into ballots (by_correspondence, item_id, asks, manner, question, counting, majority, accepted_at, opened_at,
       needed, represented, abstentions_cast, lot_seed)
     select false, (select min(id) from agenda_items), $1, $2, 'Q', $3, $4, now(), now() - interval '1 hour', 1, 1, $5,
       decode($6, 'hex') returning id`,
    [
      ...[election ? 'election' : 'motion', of.secret ? 'secret' : 'named', of.counting],
      ...[election ? null : of.majority, of.abstentionsCast, SEED],
    ],
  )
  const id = Number(row?.id)
  const options = election
    ? (
        await query<{ id: string }>(
          w,
          `insert into ballot_options (ballot_id, position, words) select $1, n, 'C' || n from generate_series(1, 4) n
           returning id`,
          [id],
        )
      ).map((option) => option.id)
    : []
  const choiceOf = (school: AnyBallot['schools'][number]) =>
    !election
      ? school.motion
      : school.silent
        ? null
        : rankedBy(of, school)
            .map((at) => options[at])
            .join('>') || 'abstain'
  const choices = of.schools.map(choiceOf)
  await query(
    w,
    `insert into ballot_electors (ballot_id, membership_id, present, excluded)
     select $1, m, p, false from unnest($2::bigint[], $3::boolean[]) as e (m, p)`,
    [id, members, of.schools.map(({ present }) => present)],
  )
  const chosen = members.flatMap((member, i): [number, string][] => {
    const choice = choices[i]
    return choice ? [[member, choice]] : []
  })
  if (of.secret) await papersOf(w, id, chosen)
  else await votesOf(w, id, chosen)
  // Whoever took a secret paper stays in the vote: nobody knows which paper to take out.
  await query(
    w,
    `update ballot_electors e set excluded = true from unnest($2::bigint[], $3::boolean[]) as x (m, out)
     where ballot_id = $1 and membership_id = m and out and took is distinct from 'paper'`,
    [id, members, of.schools.map(({ excluded }) => excluded)],
  )
  await query(w, 'update ballots set closed_at = now() where id = $1', [id])
  if (election) await query(w, 'update ballots set lot_words = $2, lot_at = now() where id = $1', [id, SAID])
  return id
}

/** Each school takes a paper, and papers lie in the box that say what they chose. */
const papersOf = (w: World, ballot: number, chosen: [membership: number, choice: string][]) =>
  w.database.transaction({ ...everything, sees: 'the count' }, async (tx) => {
    await sql`insert into ballot_papers (ballot_id, membership_id)
      select ${ballot}, unnest(${chosen.map(([id]) => id)}::bigint[])`.execute(tx)
    await sql`insert into counted_papers (ballot_id, receipt, token, signature, choice, proof)
      select ${ballot}, 'R' || n, decode(lpad(n::text, 4, '0'), 'hex'), '', c, ''
      from unnest(${chosen.map(([, choice]) => choice)}::text[]) with ordinality as p (c, n)`.execute(tx)
  })

const rankedBy = ({ counting }: AnyBallot, { ranking }: AnyBallot['schools'][number]) =>
  counting === 'first past the post' ? ranking.slice(0, 1) : ranking

/** What came of it, by the words of the rules and by counting one school after another; nothing of the code that is tried. */
function byHand(of: AnyBallot): string {
  const election = of.counting !== null
  const voted = (one: AnyBallot['schools'][number]) => (election ? !one.silent : one.motion !== null)
  const inIt = of.schools.filter((one) => !one.excluded || (of.secret && voted(one)))
  const counted = inIt.filter(voted)
  const papers = counted.map((one) => rankedBy(of, one))
  if (election) return of.counting === 'alternative vote' ? electedByHand(papers) : mostByHand(papers)
  const say = (choice: string) => counted.filter(({ motion }) => motion === choice).length
  const cast = say('for') + say('against') + (of.abstentionsCast ? say('abstain') : 0)
  const present = inIt.filter((one) => one.present || voted(one)).length
  const needed: Record<Majority, boolean> = {
    simple: say('for') > cast - say('for'),
    'more than half of all': say('for') > inIt.length - say('for'),
    'two thirds of votes cast': say('for') * 3 >= cast * 2,
    'two thirds of those present': say('for') * 3 >= present * 2,
    'two thirds of all': say('for') * 3 >= inIt.length * 2,
  }
  return say('for') > 0 && needed[of.majority] ? 'carried' : 'not carried'
}

const LOT = [1, 2, 3, 4]
  .map((position) => ({
    at: position - 1,
    digest: createHash('sha256').update(`${SEED}\n${SAID}\n${position}`).digest('hex'),
  }))
  .sort((a, b) => (a.digest > b.digest ? 1 : -1))
  .map(({ at }) => at)

function mostByHand(papers: number[][]): string {
  const votes = (at: number) => papers.filter(([only]) => only === at).length
  const most = Math.max(...LOT.map(votes))
  return most === 0 ? 'nobody elected' : `elected C${(LOT.find((at) => votes(at) === most) ?? 0) + 1}`
}

function electedByHand(papers: number[][], standing = [0, 1, 2, 3]): string {
  const live = papers
    .map((paper) => paper.filter((at) => standing.includes(at)))
    .filter(({ length }) => length > 0)
  if (live.length === 0) return 'nobody elected'
  const firsts = (at: number) => live.filter(([first]) => first === at).length
  const most = standing.find((at) => firsts(at) * 2 > live.length)
  if (most !== undefined) return `elected C${most + 1}`
  const fewest = Math.min(...standing.map(firsts))
  const level = LOT.filter((at) => standing.includes(at) && firsts(at) === fewest)
  const out = fewest === 0 ? level : level.slice(-1)
  const left = standing.filter((at) => !out.includes(at))
  return left.length === 1 ? `elected C${(left[0] ?? 0) + 1}` : electedByHand(papers, left)
}

test('whatever is voted, by name or in secret, comes to what counting by hand comes to', async () => {
  const w = await world()
  const members = (await moreSchools(w, 12)).map(({ membershipId }) => membershipId)
  await roomOn(w)
  await fc.assert(
    fc.asyncProperty(anyBallot, async (of) => {
      const id = await laid(w, members, of)
      const ballot = await ballotOf(w.db, id)
      const result = (await resultsOf(w.db, [ballot])).get(id)
      const came = [result?.outcome, ...(result?.options.map(({ words }) => words) ?? [])].join(' ')
      assert.equal(came, byHand(of))
    }),
    { numRuns: 60 },
  )
})
