import { sql } from 'kysely'
import { recordCaseStudy } from '../../case-studies/actions.ts'
import { membershipOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { type Day, inWords } from '../../platform/day.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { isOffice } from '../../platform/who.ts'
import { stagesOf } from '../debrief/queries.ts'
import { mayDebrief } from '../debrief/rules.ts'
import { lockedRound, scrubbed } from '../locked.ts'
import { isHostHead, mayTellReturn } from '../rules.ts'
import type { Offered } from '../tables.ts'
import { visitorsOf } from '../visitors/queries.ts'
import {
  bare,
  notCausal,
  type Theory,
  theoryInWords,
  whyNoCaseStudy,
  whyNoReturn,
  whyNoTheory,
} from './rules.ts'

type Row = { id: number; version: number }

/** Writes what the school will do and what it expects of it, and the day on which it is gone back to. */
export async function writeTheory(by: Actor, row: Row, { returnOn, ...typed }: Theory & { returnOn: Day }) {
  await by.act({ did: 'wrote a theory of action', subject: `rounds/${row.id}` }, async (tx, by) => {
    const found = await lockedRound(tx, row.id)
    permit(mayDebrief(by.who, found, await visitorsOf(tx, row.id)))
    const why = whyNoTheory(found.state, await stagesOf(tx, row.id))
    if (why) throw notPossible(why)
    const wrong = notCausal(typed)
    if (wrong) throw notPossible(wrong.says, wrong.field)
    if (returnOn <= found.visitOn)
      throw notPossible(`The return must be after the visit of ${inWords(found.visitOn)}`, 'returnOn')
    const theory = bare(typed)
    await scrubbed(tx, found.hostMembershipId, theory)
    await correct(tx, by, 'rounds', row, { ...theory, returnOn })
  })
}

/** Tells what was found when the school was gone back to, which ends the round. */
export async function tellReturn(by: Actor, row: Row, { words }: { words: string }) {
  await by.act({ did: 'told the return of a round', subject: `rounds/${row.id}` }, async (tx, by) => {
    const found = await lockedRound(tx, row.id)
    permit(mayTellReturn(by.who, found))
    const why = whyNoReturn(found.state)
    if (why) throw notPossible(why)
    await scrubbed(tx, found.hostMembershipId, { words })
    await correct(tx, by, 'rounds', row, { returnedWords: words, state: 'returned' })
    await tx
      .updateTable('rounds')
      .set({ returnedAt: sql<Date>`coalesce(returned_at, now())` } as never)
      .where('id', '=', row.id)
      .execute()
  })
}

export type ShareFilled = { shared: boolean; offered: Offered | 'no' }

/** The host's head says whether the alliance reads the theory of action now, and whether it may become a case study. */
export async function share(by: Actor, row: Row, { shared, offered }: ShareFilled) {
  await by.act({ did: 'said what of a round is shared', subject: `rounds/${row.id}` }, async (tx, by) => {
    const found = await lockedRound(tx, row.id)
    permit(isHostHead(by.who, found))
    if (theoryInWords(found) === null)
      throw notPossible('There is no theory of action yet that could be shared')
    const answer = offered === 'no' ? null : offered
    if (found.caseStudyId !== null && answer !== found.offered)
      throw notPossible('A case study was made of it already: ask the office to change that', 'offered')
    const since = shared ? (found.sharedAt?.toISOString() ?? new Date().toISOString()) : null
    await correct(tx, by, 'rounds', row, {
      offered: answer,
      ...(shared === (found.sharedAt !== null) ? {} : { sharedAt: since }),
    })
  })
}

export type StudyFilled = {
  title: string
  theoryOfAction: string
  issue: string
  done: string | null
  impact: string | null
}

/**
 * Makes a case study of what the host's head has offered, without notes or rooms, and under the school's name only where
 * its head agreed to that. The office publishes it.
 */
export async function makeCaseStudy(by: Actor, roundId: number, filled: StudyFilled): Promise<number> {
  permit(isOffice(by.who))
  return by.act({ did: 'made a case study of a round', subject: `rounds/${roundId}` }, async (tx, by) => {
    const found = await lockedRound(tx, roundId)
    const why = whyNoCaseStudy(found)
    if (why) throw notPossible(why)
    const named = found.offered === 'named'
    await scrubbed(tx, found.hostMembershipId, filled)
    if (!named) {
      const { name, shortName } = await membershipOn(tx, found.hostMembershipId, by.today)
      unnamed(filled, [name, shortName])
    }
    const id = await recordCaseStudy(by, {
      ...{ ...filled, groupId: null, membershipId: named ? found.hostMembershipId : null },
      publishedOn: by.today,
    })
    await correct(tx, by, 'rounds', { id: roundId, version: found.version }, { caseStudyId: id })
    return id
  })
}

function unnamed(filled: StudyFilled, names: string[]) {
  for (const [field, text] of Object.entries(filled))
    if (names.some((name) => text?.toLowerCase().includes(name.toLowerCase())))
      throw notPossible('The head has not agreed that the school is named: tell it without its name', field)
}
