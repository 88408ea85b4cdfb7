import type { Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { linksHere, schoolsHere, trustsHere, undecidedOrLeft } from './queries.ts'
import type { Establishment, RegisterRead } from './read.ts'
import { differences, type LinkRow } from './rules.ts'
import type { ChangeKind, Entry } from './tables.ts'

/** One thing that the register says otherwise, before anybody has decided on it. */
type Proposal = {
  urn: number | null
  trustId: number | null
  kind: ChangeKind
  field: string
  was: string | null
  becomes: string
  effectiveOn: Day | null
  details: Entry & { uid?: string }
}

const blank = { urn: null, trustId: null, field: '', was: null, effectiveOn: null, details: {} }

type Here = Awaited<ReturnType<typeof schoolsHere>>

/** Everything in which the register differs from what is here. */
export async function proposals(tx: Writer, read: RegisterRead): Promise<Proposal[]> {
  const urns = [...read.establishments, ...read.candidates, ...read.trusts].map(({ urn }) => urn)
  const here = urns.length > 0 ? await schoolsHere(tx, urns) : []
  return [
    ...fieldsOf(here, read.establishments),
    ...(await successions(tx, read)),
    ...candidatesOf(here, read.candidates),
    ...trustsOf(here, read),
    ...(await groupsOf(tx, read)),
  ]
}

const fieldsOf = (here: Here, establishments: Establishment[]): Proposal[] => {
  const byUrn = new Map(here.map((school) => [school.urn, school]))
  return establishments.flatMap(({ urn, entry }) => {
    const school = byUrn.get(urn)
    if (!school) return []
    return differences(school, entry).map((found) => ({ ...blank, ...found, urn, kind: 'field' as const }))
  })
}

const candidatesOf = (here: Here, candidates: Establishment[]): Proposal[] => {
  const known = new Set(here.map(({ urn }) => urn))
  return candidates
    .filter(({ urn }) => !known.has(urn))
    .map(({ urn, entry }) => ({
      ...blank,
      urn,
      kind: 'new' as const,
      becomes: entry.name ?? String(urn),
      details: entry,
    }))
}

async function successions(tx: Writer, { successors, predecessors, establishments }: RegisterRead) {
  const entries = new Map(establishments.map(({ urn, entry }) => [urn, entry]))
  const known = new Set((await linksHere(tx)).map(({ urn, linkUrn }) => `${urn} ${linkUrn}`))
  const proposal = (kind: 'successor' | 'predecessor') => (link: LinkRow) => ({
    ...blank,
    kind,
    urn: link.urn,
    field: link.type,
    becomes: String(link.linkUrn),
    effectiveOn: link.establishedOn ?? entries.get(link.linkUrn)?.openedOn ?? null,
    details: { ...(link.name ? { name: link.name } : {}), ...entries.get(link.linkUrn) },
  })
  const fresh = ({ urn, linkUrn }: LinkRow) =>
    !known.has(`${urn} ${linkUrn}`) && !known.has(`${linkUrn} ${urn}`)
  return [
    ...successors.filter(fresh).map(proposal('successor')),
    ...predecessors.filter(fresh).map(proposal('predecessor')),
  ]
}

const sameName = (a: string | null, b: string) => a?.toLowerCase() === b.toLowerCase()

const trustsOf = (here: Here, { trusts }: RegisterRead): Proposal[] =>
  trusts.flatMap(({ urn, group: { name, uid } }) => {
    const school = here.find((one) => one.urn === urn)
    if (!school || sameName(school.trust, name)) return []
    return [
      {
        ...blank,
        urn,
        kind: 'field' as const,
        field: 'trust',
        was: school.trust,
        becomes: name,
        details: { uid },
      },
    ]
  })

async function groupsOf(tx: Writer, { groups, trusts }: RegisterRead): Promise<Proposal[]> {
  const all = [...groups, ...trusts.map(({ group }) => group)]
  return (await trustsHere(tx)).flatMap((trust): Proposal[] => {
    const group = all.find(({ uid, name }) => (trust.uid ? uid === trust.uid : sameName(trust.name, name)))
    if (!group) return []
    const about = { ...blank, trustId: trust.id, kind: 'trust' as const }
    if (!trust.uid) return [{ ...about, field: 'uid', becomes: group.uid }]
    if (sameName(trust.name, group.name)) return []
    return [{ ...about, field: 'name', was: trust.name, becomes: group.name }]
  })
}

type Keyed = Pick<Proposal, 'urn' | 'trustId' | 'kind' | 'field'> & { becomes: string | null }
const keyOf = ({ urn, trustId, kind, field, becomes }: Keyed) =>
  JSON.stringify([urn, trustId, kind, kind === 'field' || kind === 'trust' ? field : '', becomes])

/**
 * Keeps the proposals that nobody has seen yet. One that was left stays left; one that waits is not made twice,
 * and goes when the register has meanwhile changed its mind.
 */
export async function keepNew(tx: Writer, importId: number, read: RegisterRead, all: Proposal[]) {
  const unique = [...new Map(all.map((one) => [keyOf(one), one])).values()]
  const before = await undecidedOrLeft(tx)
  const now = new Set(unique.map(keyOf))
  const spoken = new Set(read.establishments.map(({ urn }) => urn))
  const spent = before.filter(
    (one) =>
      one.approved === null &&
      one.kind === 'field' &&
      one.field !== 'trust' &&
      one.urn !== null &&
      spoken.has(one.urn) &&
      !now.has(keyOf(one)),
  )
  await forget(
    tx,
    spent.map(({ id }) => id),
  )
  const seen = new Set(before.map(keyOf))
  const fresh = unique.filter((one) => !seen.has(keyOf(one)))
  for (let at = 0; at < fresh.length; at += 1_000)
    await tx
      .insertInto('registerChanges')
      .values(
        fresh
          .slice(at, at + 1_000)
          .map((one) => ({ ...one, ...undecided, importId, details: JSON.stringify(one.details) })),
      )
      .execute()
  return fresh
}

const undecided = { decidedBy: null, decidedAt: null, approved: null }

async function forget(tx: Writer, ids: number[]) {
  if (ids.length > 0) await tx.deleteFrom('registerChanges').where('id', 'in', ids).execute()
}
