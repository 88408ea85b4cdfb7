import { CONFIDENTIAL } from '../../meetings/minutes/asked.ts'
import { type Asked, fillIn } from '../../platform/web.tsx'
import { type Ballot, optionsOf } from '../queries.ts'
import { seenBallot } from '../seen.ts'
import { correctBallot, draftBallot, proposeMotion } from './actions.ts'
import { correctAmendment } from './amendments.ts'
import { agreedOn, forSchool, leadOf, speakingOf, upFrom, upTo, warning } from './asked.ts'
import { correctAmendmentForm, correctForm, draftForm, proposeForm } from './forms.ts'
import { AboutVotePage, DraftPage } from './pages.tsx'
import { type ItemAsked, itemOptions, proposalOptions, windowOf, writtenAgainst } from './queries.ts'
import { broughtUpToDate } from './rules.ts'

/** The proposal for the agreement from whose page a vote is drafted; one that is not open is not among the choices. */
const proposalNamed = (c: Asked) => new URL(c.req.url).searchParams.get('proposal')

/** Whoever keeps it drafts a vote, for an item of a meeting or between meetings. */
export async function drafted(c: Asked, item: ItemAsked | null) {
  const { by } = c.var
  const between = item === null
  const [proposals, items, speaking, agreed, secrecy] = await Promise.all([
    proposalOptions(by.db),
    between ? itemOptions(by.db, by.today) : [],
    speakingOf(by, true),
    agreedOn(by.db, item?.heldOn ?? by.today, between),
    warning(by),
  ])
  const form = draftForm(between, { proposals, items, speaking, agreed })
  return fillIn(c, form, {
    current: async () => form.blank({ asks: 'motion', mayChange: true, proposalId: proposalNamed(c) }),
    page: (answers) => (
      <DraftPage
        {...{ form, answers, up: upFrom(item), lead: leadOf(item), byCorrespondence: between }}
        title="Draft a vote"
        notes={[item?.partB === true && CONFIDENTIAL, secrecy]}
        submit="Save the draft"
      />
    ),
    save: async (filled, by) => `/ballots/${await draftBallot(by, item?.id ?? null, filled)}?did=added`,
  })
}

/** A head proposes a motion, for an item of a meeting or between meetings. */
export async function proposed(c: Asked, item: ItemAsked | null) {
  const { by } = c.var
  const between = item === null
  const [proposals, speaking, secrecy] = await Promise.all([
    proposalOptions(by.db),
    speakingOf(by, false),
    warning(by),
  ])
  const form = proposeForm(between, { proposals, speaking })
  const keeper = between ? 'the office, which says when the schools vote' : 'whoever keeps the meeting'
  return fillIn(c, form, {
    page: (answers) => (
      <AboutVotePage
        {...{ form, answers, up: upFrom(item) }}
        title="Propose a motion"
        notes={[
          `${between ? 'To be voted on between meetings.' : leadOf(item)} It is taken up by ${keeper}, or declined with the reason.`,
          item?.partB === true && CONFIDENTIAL,
          secrecy,
        ]}
        submit="Propose it"
      />
    ),
    save: async (given, by) =>
      `/ballots/${await proposeMotion(by, item?.id ?? null, forSchool(by, given))}?did=added`,
  })
}

/** Whoever keeps it corrects a draft. */
export async function corrected(c: Asked, ballot: Ballot) {
  const { id, byCorrespondence: between, itemId, proposalId, partB } = ballot
  const { by } = c.var
  const [proposals, items, agreed, secrecy] = await Promise.all([
    proposalOptions(by.db, proposalId),
    between ? itemOptions(by.db, by.today, itemId) : [],
    agreedOn(by.db, ballot.heldOn ?? by.today, between),
    warning(by),
  ])
  const form = correctForm(between, { proposals, items, agreed })
  const current = async () => {
    const now = await seenBallot(by, id)
    const candidates = (await optionsOf(by.db, id)).map(({ words }) => words).join('\n')
    return form.blank({ ...now, ...windowOf(now), candidates, membershipId: null })
  }
  return fillIn(c, form, {
    current,
    page: (answers) => (
      <DraftPage
        {...{ form, answers, byCorrespondence: between, up: upTo(ballot) }}
        title="Correct a vote"
        lead="What it asked before is kept, and shown with it."
        notes={[partB && CONFIDENTIAL, secrecy]}
        submit="Save"
      />
    ),
    save: async ({ membershipId: _, ...filled }, by, version) => {
      await correctBallot(by, { id, version }, filled)
      return `/ballots/${id}?did=saved`
    },
  })
}

/** Whoever keeps it corrects an amendment; where its motion has changed, the words are offered as they would be with both. */
export async function amendmentCorrected(c: Asked, ballot: Ballot, motionId: number) {
  const { by } = c.var
  const { id, partB, byCorrespondence } = ballot
  const motion = await seenBallot(by, motionId)
  const was = await writtenAgainst(by.db, ballot, motion)
  const amended = ballot.amendedWords ?? ''
  const newer = was === motion.question ? null : broughtUpToDate({ was, amended, now: motion.question })
  const agreed = await agreedOn(by.db, ballot.heldOn ?? by.today, byCorrespondence)
  const form = correctAmendmentForm(byCorrespondence, agreed)
  const current = async () => {
    const now = await seenBallot(by, id)
    return form.blank({ ...now, ...windowOf(now), amendedWords: newer ?? now.amendedWords })
  }
  return fillIn(c, form, {
    current,
    page: (answers) => (
      <AboutVotePage
        {...{ form, answers, up: upTo(ballot) }}
        title="Correct an amendment"
        notes={[
          partB && CONFIDENTIAL,
          `The motion reads now: ${motion.question}`,
          newer !== null &&
            'The motion has changed since this amendment was written. Its words stand below as they would be with both changes: read them once more.',
        ]}
        submit="Save"
      />
    ),
    save: async (filled, by, version) => {
      await correctAmendment(by, { id, version }, filled)
      return `/ballots/${id}?did=saved`
    },
  })
}
