type Kind = 'not found' | 'not allowed' | 'not possible'

/**
 * The system says no, and says why in words meant for the person who asked.
 * Thrown inside an action it also undoes the action. Anything else thrown is our fault, not theirs.
 */
export class Refusal extends Error {
  readonly kind: Kind
  /** The question on the form that the refusal is about, if it is about one. */
  readonly field: string | undefined

  constructor(kind: Kind, message: string, field?: string) {
    super(message)
    this.kind = kind
    this.field = field
  }
}

export const notFound = () => new Refusal('not found', 'We could not find that page')
export const notPossible = (message: string, field?: string) => new Refusal('not possible', message, field)

export function permit(allowed: boolean): asserts allowed {
  if (!allowed) throw new Refusal('not allowed', 'You do not have permission to do that')
}
