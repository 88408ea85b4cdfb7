import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { ButtonLink, Deeds, Link, Section, Text } from '../../platform/parts.tsx'
import type { Deployment } from '../deployments/queries.ts'
import { AgreementFile, WhoSigned } from './parts.tsx'
import { presentAgreement } from './queries.ts'
import { asParty, hasAgreement, mayReadAgreement, openTo, slugOf } from './rules.ts'

/** What the page of a deployment shows of this; nothing where there is nothing to show. */
export async function agreementsSection(by: Actor, deployment: Deployment): Promise<Child | null> {
  const { id, state, fromMembershipId, toSchool, fromSchool } = deployment
  if (!hasAgreement(state) || fromMembershipId === null || !mayReadAgreement(by.who, deployment)) return null
  const present = await presentAgreement(by.db, deployment, by.today)
  // Support that was brought from a file was agreed elsewhere.
  if (state !== 'released' && present.acts.length === 0) return null
  const href = `/support/deployments/${id}/agreement`
  return (
    <Section title="The agreement of the three parties" id="agreement">
      <WhoSigned state={state} acts={present.acts} />
      <AgreementFile deployment={deployment} present={present} />
      <Deeds>
        {openTo(by.who, deployment, present.acts).map((capacity) => (
          <ButtonLink to={`${href}/${slugOf(capacity)}`}>
            Read and sign {asParty(capacity, { toSchool, fromSchool: fromSchool ?? '' })}
          </ButtonLink>
        ))}
      </Deeds>
      <Text>
        <Link to={href}>Read the agreement</Link>
      </Text>
    </Section>
  )
}
