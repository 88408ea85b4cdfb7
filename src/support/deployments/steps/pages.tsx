import { inDays, inWords } from '../../../platform/day.ts'
import { type Answers, form, longText } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { Page } from '../../../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Section, Text } from '../../../platform/parts.tsx'
import { PressButton } from '../../../platform/questions.tsx'
import type { Deployment } from '../queries.ts'
import { asksWhy, leftInWords, type Reasoned } from './rules.ts'

export const reasonForm = (step: Reasoned) =>
  form<{ reason: string }>({
    reason: longText('Why', {
      ask: 'Enter the reason',
      hint: `${asksWhy[step].hint}. Name no pupil`,
      max: 2000,
      rows: 4,
    }),
  })

type WhyProps = { id: number; step: Reasoned; answers: Answers; form: ReturnType<typeof reasonForm> }

export const WhyPage = ({ id, step, answers, form }: WhyProps) => (
  <FormPage
    {...{ form, answers }}
    title={asksWhy[step].title}
    up={`/support/deployments/${id}`}
    lead={asksWhy[step].follows}
    submit={asksWhy[step].submit}
  />
)

type ReleaseProps = { deployment: Deployment; days: { offered: number; bound: number } }

/** What a supporting head is asked for, before they release somebody or do not. */
export function ReleasePage({ deployment: one, days }: ReleaseProps) {
  const who = one.practitioner ?? 'the practitioner'
  const at = `/support/deployments/${one.id}`
  return (
    <Page title={`Release ${who} for ${one.toSchool}`} up={{ href: at, says: 'Back' }}>
      <Facts
        facts={[
          { is: 'Time asked for', says: inDays(one.halfDaysAgreed ?? 0) },
          { is: 'Between', says: `${inWords(one.wantedFrom)} and ${inWords(one.wantedTo)}` },
          { is: 'For', says: `${one.area} at ${one.toSchool}` },
          { is: 'Days left', says: leftInWords(who, days) },
        ]}
      />
      <Section title="What it means for your school">
        <Bullets
          items={[
            `Your school covers the lessons of ${who} on those days. The days themselves are agreed with both schools in the plan.`,
            'They count towards the staff time that your school gives through SSIG (clause 21), as far as the agreed numbers say so.',
            'Once you release them, the two heads and the practitioner sign an agreement. Nothing begins before all three have.',
          ]}
        />
        <Text>If the days do not fit, do not release, and say which would: SSIG looks again.</Text>
      </Section>
      <Deeds>
        <PressButton action={`${at}/release`} says={`Release ${who}`} />
        <ButtonLink to={`${at}/refuse`} kind="secondary">
          Do not release
        </ButtonLink>
      </Deeds>
    </Page>
  )
}
