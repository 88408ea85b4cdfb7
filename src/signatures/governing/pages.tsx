import { form, text } from '../../platform/form.ts'

export const governingForm = form({
  legalBody: text('Who governs the school', {
    ask: 'Enter who governs the school',
    hint: 'The legal body: its governing body, the board of its trust, its proprietor, corporation or management committee',
  }),
  signatoryTitle: text('How the person who signs for them is called', {
    ask: 'Enter how the person who signs for them is called',
    hint: 'For example, Chair of trustees',
  }),
})
