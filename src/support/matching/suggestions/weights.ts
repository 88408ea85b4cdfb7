/** How much of the points for expertise each kind of it brings. */
export const expertisePoints = { exact: 35, 'whole school': 28, 'other phase': 12 } as const
export const travelPoints = { sector: 10, district: 8, area: 5, further: 1, 'not known': 4 } as const

/**
 * What a suggestion is made of: at most so many points for each, 100 together. The only place that says so; the page
 * “How suggestions are weighed” is drawn from it, and it is kept with every matching.
 */
export const weights = {
  expertise: {
    most: expertisePoints.exact,
    says: 'Expertise',
    means: `All for the area at the phase asked for, ${expertisePoints['whole school']} for the area in the whole school, ${expertisePoints['other phase']} for the area at another phase. Without the area nobody is suggested.`,
  },
  dates: {
    most: 20,
    says: 'Free dates',
    means:
      'The share of the half-days wanted on which they are free: on school days of the school that asks, within the dates wanted, on the half-days of the week they can come, not away and not on another visit. Half of the points where its term dates are not known.',
  },
  soon: {
    most: 10,
    says: 'Urgency',
    means:
      'The share of the half-days wanted on which they are free soon: within four weeks where support is wanted within a month, within twelve where it is wanted this term.',
  },
  left: {
    most: 5,
    says: 'Days left this year',
    means: 'The share of the half-days wanted that is left of what their head released them for.',
  },
  travel: {
    most: travelPoints.sector,
    says: 'Travel',
    means: `How near the two postcodes are as they are written: all for the same sector, ${travelPoints.district} for the same district, ${travelPoints.area} for the same area, ${travelPoints.further} for another area, ${travelPoints['not known']} where one is not known. No distance is worked out.`,
  },
  person: {
    most: 5,
    says: 'Their load',
    means: 'More for somebody who gives fewer half-days this year than practitioners do on average.',
  },
  school: {
    most: 5,
    says: 'Their school’s load',
    means: 'More for a school whose practitioners give fewer half-days this year than schools do on average.',
  },
  balance: {
    most: 5,
    says: 'Giving and receiving',
    means: 'More for a school that received more this year than it gave.',
  },
  vouched: {
    most: 5,
    says: 'Vouched for',
    means: 'Whether their head vouched for them within the agreed time (clause 22).',
  },
} as const satisfies Record<string, { most: number; says: string; means: string }>
export type Factor = keyof typeof weights
export const factors = Object.keys(weights) as Factor[]

/** Days within which a half-day is soon; none where any in the dates wanted will do. */
export const soonDays = { 'this month': 28, 'this term': 84, 'this year': null } as const
