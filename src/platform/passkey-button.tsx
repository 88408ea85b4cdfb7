import { type PropsWithChildren, useContext } from 'hono/jsx'
import { Framed } from './page.tsx'

type Asks = {
  /** Where the script asks what to put to the passkey. */
  asks: string
  purpose?: string
}

/** Shown by its script, and so only where it works: nothing else on our pages needs one. */
function Box({ asks, purpose = '', does, children }: PropsWithChildren<Asks & { does: 'ask' | 'make' }>) {
  const { assets } = useContext(Framed)
  return (
    <div hidden data-passkey={does} data-asks={asks} data-purpose={purpose}>
      {children}
      <p class="govuk-error-message" aria-live="assertive" />
      <script type="module" src={`/assets/passkeys.js${assets}`} />
    </div>
  )
}

type ButtonProps = PropsWithChildren<Asks & { says: string }>

/**
 * A button inside a form that has a hidden field `answer`: it asks a passkey, puts what that says into the field
 * and sends the form.
 */
export function PasskeyButton({ says, children, ...asks }: ButtonProps) {
  return (
    <Box {...asks} does="ask">
      {children && <p class="govuk-body">{children}</p>}
      <button type="button" class="govuk-button govuk-button--secondary">
        {says}
      </button>
    </Box>
  )
}

/** A passkey's button that is a form by itself; `keeps` goes along with what the passkey says. */
export function PasskeyForm({
  action,
  keeps,
  ...button
}: ButtonProps & { action: string; keeps: Record<string, string> }) {
  return (
    <form method="post" action={action} class="en-press">
      <input type="hidden" name="answer" value="" />
      {Object.entries(keeps).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <PasskeyButton {...button} />
    </form>
  )
}

/** In a form with a hidden field `answer`: its own button first makes a passkey on this device, then sends it. */
export const PasskeyMade = (asks: Asks) => <Box {...asks} does="make" />
