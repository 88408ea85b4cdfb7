import { MailedHere } from '../platform/page.tsx'
import { Small } from '../platform/parts.tsx'
import { PasskeyButton } from '../platform/passkey-button.tsx'

/** Stands in the form it proves for, before its button. Without scripts, or a passkey, the code remains. */
export function ProofOptions({ purpose, passkey }: { purpose: string; passkey: boolean }) {
  return (
    <>
      <MailedHere />
      {passkey ? (
        <PasskeyButton asks="/proofs/passkey" purpose={purpose} says="Confirm with your passkey">
          You have a passkey: use it instead of a code.
        </PasskeyButton>
      ) : (
        <Small>
          Next time you could confirm with your fingerprint, face or screen lock instead of a code: add a
          passkey under your name, on the page How you sign in.
        </Small>
      )}
    </>
  )
}
