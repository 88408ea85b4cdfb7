import { inPounds } from '../../../platform/money.ts'
import { referencesIn } from '../../invoices/reference.ts'
import { numberOf } from '../../invoices/rules.ts'
import type { InFavour, OpenInvoice } from '../queries.ts'
import { byReference, difference, type Given } from '../rules.ts'
import type { HowMatched } from '../tables.ts'
import { nameAlike } from './names.ts'

/** An open invoice with every name under which it may be paid. */
export type Candidate = OpenInvoice & { names: string[]; trust: string | null }
/** A school with what stands on its account in its favour. */
export type School = InFavour & { names: string[] }
/** An invoice that was asked of, whether or not it still asks for anything. */
export type Named = { id: number; membershipId: number; prefix: string; number: number; reference: string }

export type Known = { open: readonly Candidate[]; schools: readonly School[]; named: readonly Named[] }
export type Asked = {
  /** Positive for money in, negative for money out: what of it is not matched yet. */
  leftPence: number
  payer: string | null
  says: string
  /** Schools to whose invoice or account a part of it is or was matched. */
  before: readonly number[]
}

export type Part = { given: Given; pence: number }
export type Suggestion = {
  /** How an address names it: `named`, `invoice-12`, `trust-5`, `account-7`. */
  key: string
  says: string
  /** Why it is suggested, in a sentence. */
  why: string
  parts: Part[]
  how: HowMatched
}

const MOST = 6

/** What a payment may be for, each with why, the likeliest first. Nothing of it is done until somebody presses. */
export function suggestionsFor(asked: Asked, known: Known): Suggestion[] {
  const all = asked.leftPence > 0 ? forMoneyIn(asked, known) : refunds(asked, known)
  const seen = new Set<string>()
  return all
    .filter(({ parts }) => {
      const same = JSON.stringify(parts)
      if (parts.length === 0 || seen.has(same)) return false
      seen.add(same)
      return true
    })
    .slice(0, MOST)
}

function forMoneyIn(asked: Asked, known: Known): Suggestion[] {
  const { leftPence } = asked
  const named = byNamed(asked, known)
  const trusts = byTrust(asked, known)
  const alike = known.open.filter(({ names, trust }) =>
    [...names, trust].some((name) => name !== null && isLike(asked, name)),
  )
  const same = alike.filter(({ owedPence }) => owedPence === leftPence)
  const returned = known.open.filter(({ membershipId }) => asked.before.includes(membershipId))
  const invoices = [
    ...same.map((one) => toInvoice(one, leftPence, `The same sum, and ${likeness(asked, one)}`)),
    ...returned.map((one) =>
      toInvoice(one, leftPence, `A part of this payment was matched to ${one.school}`),
    ),
  ]
  const sure = [...named, ...trusts, ...invoices]
  const others =
    sure.length > 0 ? [] : alike.map((one) => toInvoice(one, leftPence, sentence(likeness(asked, one))))
  return [...sure, ...others, ...onAccount(asked, known)]
}

/** The payer’s name, or else the words, which may hold it among others. */
const isLike = ({ payer, says }: Asked, name: string) => nameAlike(payer ?? says, name, payer === null)
const likeness = (asked: Asked, { names, trust, school }: Candidate) => {
  const name = [...names, trust].find((one) => one !== null && isLike(asked, one)) ?? school
  return `the ${asked.payer === null ? 'words name' : 'payer’s name is like'} ${name}`
}
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const called = (one: { prefix: string; number: number; school: string }) =>
  `${numberOf(one)} of ${one.school}`

function listed(items: string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

function toInvoice(one: Candidate, leftPence: number, why: string): Suggestion {
  const pence = Math.min(leftPence, one.owedPence)
  const by = difference(leftPence, one.owedPence)
  return {
    key: `invoice-${one.id}`,
    says: `Match ${inPounds(pence)} to ${called(one)}`,
    why: `${why}${by ? `; it is ${by}` : ''}.`,
    parts: [{ given: { invoiceId: one.id, membershipId: one.membershipId }, pence }],
    how: 'hand',
  }
}

function byNamed({ leftPence, payer, says }: Asked, { open }: Known): Suggestion[] {
  const parts = byReference({ pence: leftPence, words: `${says} ${payer ?? ''}` }, open)
  const invoices = parts.flatMap(({ invoiceId }) => open.find(({ id }) => id === invoiceId) ?? [])
  if (invoices.length === 0) return []
  const asked = invoices.reduce((sum, { owedPence }) => sum + owedPence, 0)
  const pence = parts.reduce((sum, part) => sum + part.pence, 0)
  const by = difference(leftPence, asked)
  return [
    {
      key: 'named',
      says: `Match ${inPounds(pence)} to ${listed(invoices.map(called))}`,
      why: `It gives ${invoices.length === 1 ? 'the reference of this invoice' : 'the references of these invoices'}${by ? `; it is ${by}` : ''}.`,
      parts: parts.map(({ invoiceId, membershipId, pence }) => ({
        given: { invoiceId, membershipId },
        pence,
      })),
      how: 'reference',
    },
  ]
}

/** A sum that is to the penny what all open invoices of one trust, or of one payer of several schools, ask for. */
function byTrust(asked: Asked, { open }: Known): Suggestion[] {
  const groups = new Map<string, { name: string; invoices: Candidate[] }>()
  for (const one of open) {
    if (one.trustId === null || one.trust === null) continue
    const group = groups.get(`trust-${one.trustId}`) ?? { name: one.trust, invoices: [] }
    group.invoices.push(one)
    groups.set(`trust-${one.trustId}`, group)
  }
  return [...groups]
    .filter(([, { invoices }]) => invoices.length > 1 && sumOf(invoices) === asked.leftPence)
    .sort(([, a], [, b]) => Number(isLike(asked, b.name)) - Number(isLike(asked, a.name)))
    .map(([key, { name, invoices }]) => ({
      key,
      says: `Match ${inPounds(asked.leftPence)} to all ${invoices.length} open invoices of ${name}`,
      why: `${listed(invoices.map(called))} come to this sum${isLike(asked, name) ? ', and the payer’s name is like the trust’s' : ''}.`,
      parts: invoices.map(({ id, membershipId, owedPence }) => ({
        given: { invoiceId: id, membershipId },
        pence: owedPence,
      })),
      how: 'hand' as const,
    }))
}

const sumOf = (invoices: readonly Candidate[]) => invoices.reduce((sum, { owedPence }) => sum + owedPence, 0)

/** What is over, for the school whose invoice it paid, or which owes nothing at all. */
function onAccount(asked: Asked, { open, schools, named }: Known): Suggestion[] {
  const gives = referencesIn(`${asked.says} ${asked.payer ?? ''}`)
  const whyOf = ({ membershipId, school, names }: School): string | null => {
    const settled = named.find(
      (one) => one.membershipId === membershipId && gives.includes(one.reference) && !isOpen(one, open),
    )
    if (settled) return `It gives the reference of ${numberOf(settled)}, which asks for nothing more.`
    if (asked.before.includes(membershipId))
      return `A part of this payment was matched to ${school}; what is over is theirs.`
    const owes = open.some((one) => one.membershipId === membershipId)
    return !owes && names.some((name) => isLike(asked, name))
      ? `The payer’s name is like ${school}, of which no invoice is open.`
      : null
  }
  return schools.flatMap((school) => {
    const why = whyOf(school)
    return why ? [toAccount(school, asked.leftPence, why)] : []
  })
}

const isOpen = ({ id }: Named, open: readonly Candidate[]) => open.some((one) => one.id === id)

const toAccount = ({ membershipId, school }: School, pence: number, why: string): Suggestion => ({
  key: `account-${membershipId}`,
  says: `Put ${inPounds(pence)} on the account of ${school}`,
  why,
  parts: [{ given: { membershipId }, pence }],
  how: 'hand',
})

/** Money that went out to a school on whose account as much stands. */
const refunds = (asked: Asked, { schools }: Known): Suggestion[] =>
  schools
    .filter(({ favourPence }) => favourPence >= -asked.leftPence)
    .flatMap(({ membershipId, school, names, favourPence }) => {
      const like = names.some((name) => isLike(asked, name))
      if (!like && favourPence !== -asked.leftPence) return []
      const stands = `${inPounds(favourPence)} stands on its account`
      return [
        {
          key: `account-${membershipId}`,
          says: `Take it as ${inPounds(-asked.leftPence)} paid back to ${school}`,
          why: like ? `It went to a name like ${school}, and ${stands}.` : `${stands}: the same sum.`,
          parts: [{ given: { membershipId }, pence: asked.leftPence }],
          how: 'hand' as const,
        },
      ]
    })
    .sort((a, b) => Number(b.why.startsWith('It went')) - Number(a.why.startsWith('It went')))
