import { choice, form, longText, optional, yesNo } from '../../platform/form.ts'
import { type Outcome, outcomes } from './tables.ts'

export type EvaluationFilled = {
  reach: string
  reaction: string
  practice: string
  evidence: string
  impact: string
  outcome: Outcome
  wouldRecommend: boolean
  next: string | null
}

const words = (label: string, ask: string, hint: string) =>
  longText(label, { ask, hint, max: 4_000, rows: 4 })

/** What is asked of the head of the supported school (clause 26); the outcome stated stands in the last question but two. */
export const evaluationForm = (outcomeHoped: string) =>
  form<EvaluationFilled>({
    reach: words('Who took part?', 'Enter who took part', 'How many staff, of which teams or year groups'),
    reaction: words(
      'What did they make of it?',
      'Enter what those who took part made of it',
      'What helped and what did not, in their words',
    ),
    practice: words(
      'What do staff do differently now?',
      'Enter what staff do differently now, or that nothing has changed',
      'In lessons, in planning or in leading',
    ),
    evidence: words(
      'How do you know?',
      'Enter how you know',
      'What you saw, read or measured, such as work in books, walks through lessons or results',
    ),
    impact: words(
      'What has changed for pupils?',
      'Enter what has changed for pupils, or that it is too early to say',
      'Groups only, such as “most of Year 11”. Never name a pupil.',
    ),
    outcome: choice('Was the outcome reached that you hoped for?', outcomes, {
      ask: 'Select whether the outcome was reached',
      hint: `You hoped for this when you asked: ${outcomeHoped}`,
    }),
    wouldRecommend: yesNo('Would you recommend such support to another school?', {
      ask: 'Select whether you would recommend it',
    }),
    next: optional(
      longText('What is next?', {
        ask: 'Enter what is next',
        hint: 'What you go on with yourselves, or what else you need',
        max: 4_000,
        rows: 3,
      }),
    ),
  })

export type CheckFilled = { outcome: Outcome; evidence: string }

export const checkForm = (outcomeHoped: string) =>
  form<CheckFilled>({
    outcome: choice('Has the outcome been reached by now?', outcomes, {
      ask: 'Select whether the outcome was reached',
      hint: `You hoped for this when you asked: ${outcomeHoped}`,
    }),
    evidence: words(
      'How do you know?',
      'Enter how you know, or why it is still too early',
      'Groups only, such as “most of Year 11”. Never name a pupil.',
    ),
  })
