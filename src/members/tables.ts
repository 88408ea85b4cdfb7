import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

export const organisationKinds = {
  office: 'Alliance office',
  authority: 'Local authority',
  partner: 'Partner',
} as const
export type OrganisationKind = keyof typeof organisationKinds

/** The national register's types of establishment, by its code; it writes codes as `02` and as `2`. */
export const establishmentTypes: Record<number, string> = {
  1: 'Community school',
  2: 'Voluntary aided school',
  3: 'Voluntary controlled school',
  5: 'Foundation school',
  6: 'City technology college',
  7: 'Community special school',
  8: 'Non-maintained special school',
  10: 'Other independent special school',
  11: 'Other independent school',
  12: 'Foundation special school',
  14: 'Pupil referral unit',
  18: 'Further education',
  28: 'Academy sponsor led',
  31: 'Sixth form centres',
  32: 'Special post 16 institution',
  33: 'Academy special sponsor led',
  34: 'Academy converter',
  35: 'Free schools',
  36: 'Free schools special',
  38: 'Free schools alternative provision',
  39: 'Free schools 16 to 19',
  40: 'University technical college',
  41: 'Studio schools',
  42: 'Academy alternative provision converter',
  43: 'Academy alternative provision sponsor led',
  44: 'Academy special converter',
  45: 'Academy 16-19 converter',
  46: 'Academy 16 to 19 sponsor led',
  49: 'Online provider',
  57: 'Academy secure 16 to 19',
}

/** An establishment as the national register knows it, by its URN. */
export type School = {
  urn: number
  name: string
  shortName: string
  type: string | null
  phase: string | null
  status: string | null
  religiousCharacter: string | null
  lowAge: number | null
  highAge: number | null
  trustId: number | null
  openedOn: Day | null
  closedOn: Day | null
  pupils: number | null
  street: string | null
  town: string | null
  postcode: string | null
  website: string | null
  telephone: string | null
  headName: string | null
}

/** A membership under the name its school bears now; the view behind most lists. */
export type Member = {
  id: number
  urn: number
  name: string
  shortName: string
  type: string | null
  phase: string | null
  religiousCharacter: string | null
  lowAge: number | null
  highAge: number | null
  trustId: number | null
  joinedOn: Day
  leftOn: Day | null
}

type Imported = { version: Generated<number>; importId: number | null }

declare module '../platform/db.ts' {
  interface Tables {
    trusts: { id: GeneratedAlways<number>; name: string; uid: string | null } & Imported
    organisations: {
      id: GeneratedAlways<number>
      name: string
      kind: Generated<OrganisationKind>
    } & Imported
    schools: School & Imported
    schoolLinks: { urn: number; linkUrn: number; linkType: string; establishedOn: Day | null }
    memberships: { id: GeneratedAlways<number>; joinedOn: Day; leftOn: Day | null } & Imported
    membershipSchools: {
      membershipId: number
      urn: number
      fromOn: Day
      toOn: Day | null
      importId: number | null
    }
    members: Member
  }
}
