/** Who governs a school, and how the person who signs for them is called. */
export type Governing = { legalBody: string; signatoryTitle: string }

type Kind = { of: RegExp; body: (trust: string | null) => Governing }

const kinds: Kind[] = [
  {
    of: /pupil referral/i,
    body: () => ({
      legalBody: 'Management committee',
      signatoryTitle: 'Chair of the management committee',
    }),
  },
  {
    of: /further education|sixth form cent/i,
    body: () => ({ legalBody: 'Corporation', signatoryTitle: 'Chair of the corporation' }),
  },
  {
    of: /independent|online provider/i,
    body: () => ({ legalBody: 'Proprietor', signatoryTitle: 'Proprietor' }),
  },
  {
    of: /academy|free school|technical college|technology college|studio/i,
    body: (trust) => ({
      legalBody: trust ? `Board of trustees of ${trust}` : 'Board of trustees',
      signatoryTitle: 'Chair of trustees',
    }),
  },
]

const maintained: Governing = { legalBody: 'Governing body', signatoryTitle: 'Chair of governors' }

/**
 * Who governs a school of this type in the national register, until the office says otherwise: a maintained
 * school its governing body, an academy the board of its trust, and so on.
 */
export const governingOf = (type: string | null, trust: string | null): Governing =>
  kinds.find(({ of }) => of.test(type ?? ''))?.body(trust) ?? maintained
