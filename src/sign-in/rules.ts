/** To somebody who has shown who they are, and is nobody here today. */
export const NO_POST =
  'We know who you are, but you hold no post at a member school today. The alliance office can put your details right'
