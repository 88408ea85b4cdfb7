type Replied = {
  uid: string
  from: string
  attendee?: string
  status: string
  sequence?: number
  stamp?: string
  id?: string
  method?: string
}

const calendarOf = ({ uid, from, attendee = from, status, sequence = 0, stamp, method = 'REPLY' }: Replied) =>
  [
    'BEGIN:VCALENDAR',
    'PRODID:-//Some//Calendar//EN',
    'VERSION:2.0',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamp ?? '20180305T110000Z'}`,
    'DTSTART:20180315T154500Z',
    'ORGANIZER;CN=Vale:mailto:office@alliance.test',
    `ATTENDEE;CN="Somebody";PARTSTAT=${status}:MAILTO:${attendee}`,
    'SUMMARY:Accepted: Bar models',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const headers = ({ from, id }: Replied) => [
  `From: Somebody <${from}>`,
  'To: office@alliance.test',
  'Subject: =?utf-8?Q?Accepted=3A_Bar_models?=',
  'Date: Mon, 05 Mar 2018 11:00:00 +0000',
  `Message-ID: <${id ?? Math.random().toString(36).slice(2)}@mail.test>`,
  'MIME-Version: 1.0',
]

const inBase64 = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')

/** An answer as the programs that people use send it: alone, beside text in base64, and as a file. */
export const replyMails: Record<string, (replied: Replied) => Buffer> = {
  alone: (replied) =>
    Buffer.from(
      [
        ...headers(replied),
        `Content-Type: text/calendar; charset="UTF-8"; method=${replied.method ?? 'REPLY'}`,
        '',
        calendarOf(replied),
      ].join('\r\n'),
    ),
  'beside its text': (replied) =>
    Buffer.from(
      [
        ...headers(replied),
        'Content-Type: multipart/alternative; boundary="b1"',
        '',
        '--b1',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'Accepted.',
        '--b1',
        'Content-Type: text/calendar; charset=utf-8; method=REPLY',
        'Content-Transfer-Encoding: base64',
        '',
        inBase64(calendarOf(replied)),
        '--b1--',
        '',
      ].join('\r\n'),
    ),
  'as a file': (replied) =>
    Buffer.from(
      [
        ...headers(replied),
        'Content-Type: multipart/mixed; boundary="b2"',
        '',
        '--b2',
        'Content-Type: text/plain',
        '',
        'Accepted.',
        '--b2',
        'Content-Type: application/ics; name="invite.ics"',
        'Content-Disposition: attachment; filename="invite.ics"',
        'Content-Transfer-Encoding: base64',
        '',
        inBase64(calendarOf(replied)),
        '--b2--',
        '',
      ].join('\r\n'),
    ),
}

export const replyMail = (replied: Replied) =>
  (replyMails['beside its text'] as (r: Replied) => Buffer)(replied)
