// Runs in browsers: built into public/assets/passkeys.js.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

type Place = {
  box: HTMLElement
  form: HTMLFormElement
  field: HTMLInputElement
  complaint: HTMLElement
}

function placeOf(box: HTMLElement): Place | undefined {
  const form = box.closest('form')
  const field = form?.elements.namedItem('answer')
  const complaint = box.querySelector<HTMLElement>('[aria-live]')
  return form && complaint && field instanceof HTMLInputElement ? { box, form, field, complaint } : undefined
}

async function optionsFrom({ dataset }: HTMLElement) {
  const body = new URLSearchParams({ purpose: dataset.purpose ?? '' })
  const answer = await fetch(dataset.asks ?? '', { method: 'POST', body })
  if (answer.ok) return answer.json()
  throw new Error(answer.status === 429 ? 'often' : 'refused')
}

const complaints: Record<string, string> = {
  NotAllowedError: 'Nothing was confirmed. Press the button to try again.',
  InvalidStateError: 'This device has a passkey for you already.',
  often: 'That was asked too many times. Wait a quarter of an hour and try again.',
  refused: 'That did not work. Open this page again, and try once more.',
}

function inWords(error: unknown): string {
  const { name, message } = error as Error
  return complaints[name] ?? complaints[message] ?? 'Your device could not do that. Try another way.'
}

type Ask = (asked: { optionsJSON: Awaited<ReturnType<typeof optionsFrom>> }) => Promise<object>

let busy = false

/** Asks the device, and sends the form with what it says. */
async function answerWith(ask: Ask, { box, form, field, complaint }: Place) {
  if (busy) return
  busy = true
  complaint.textContent = ''
  try {
    field.value = JSON.stringify(await ask({ optionsJSON: await optionsFrom(box) }))
    form.requestSubmit()
  } catch (error) {
    complaint.textContent = inWords(error)
  } finally {
    busy = false
  }
}

function prepare(place: Place) {
  const { box, form, field } = place
  box.hidden = false
  const button = box.querySelector('button')
  if (button) return button.addEventListener('click', () => answerWith(startAuthentication, place))
  form.addEventListener('submit', (event) => {
    // One that was made and not taken, because something else was wrong, need not be made again.
    if (field.value !== '') return
    event.preventDefault()
    void answerWith(startRegistration, place)
  })
}

if (browserSupportsWebAuthn())
  for (const box of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
    const place = placeOf(box)
    if (place) prepare(place)
  }
