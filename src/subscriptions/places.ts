type Place = { href: string; says: string }

/** Where the office goes from the landing, by what it is doing there. */
export const officePlaces: { title: string; places: Place[] }[] = [
  {
    title: 'Invoicing',
    places: [
      { href: '/subscriptions/runs', says: 'Runs of invoices' },
      { href: '/subscriptions/invoices', says: 'Invoices and credit notes' },
      { href: '/subscriptions/payers', says: 'How each school is invoiced' },
      { href: '/subscriptions/settings', says: 'Who sends invoices' },
    ],
  },
  {
    title: 'Money in and out',
    places: [
      { href: '/subscriptions/payments', says: 'Payments' },
      { href: '/subscriptions/statements', says: 'Bank statements' },
      { href: '/subscriptions/recharges', says: 'Internal recharges' },
      { href: '/subscriptions/ageing', says: 'Aged debt' },
    ],
  },
  {
    title: 'The fund',
    places: [
      { href: '/subscriptions/fund', says: 'Fund report' },
      { href: '/subscriptions/books', says: 'Books' },
      { href: '/subscriptions/prices', says: 'Known prices' },
      { href: '/subscriptions/bought', says: 'What it bought' },
    ],
  },
]
