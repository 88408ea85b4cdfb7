import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { settingsFrom, WrongSetting } from './settings.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-settings-'))
after(() => rmSync(folder, { recursive: true }))
const settings = (env: Record<string, string>) => settingsFrom({ DATA_DIR: folder, ...env }, folder)

const wrong: [Record<string, string>, string][] = [
  [{ PORT: 'eighty' }, 'PORT must be a whole number from 1 to 65535.'],
  [{ PORT: '0' }, 'PORT must be a whole number from 1 to 65535.'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 1 to 65535.'],
  [{ PORT: '80.5' }, 'PORT must be a whole number from 1 to 65535.'],
  [{ HOST: 'a host' }, 'HOST must be a host name or an address, such as 127.0.0.1.'],
  [
    { DATABASE_URL: 'mysql://h/d' },
    'DATABASE_URL must look like postgres://user:password@host:5432/database.',
  ],
  [{ DATABASE_URL: 'localhost' }, 'DATABASE_URL must look like postgres://user:password@host:5432/database.'],
  [
    { DATABASE_URL: 'postgres://host' },
    'DATABASE_URL must name a database: postgres://user:password@host:5432/database.',
  ],
  [
    { DATABASE_URL: 'postgres://h/d?options=-crole%3Dx' },
    'DATABASE_URL must not carry options: Endeavour sets its own.',
  ],
  [{ ALLIANCE_URL: 'endeavour.example' }, 'ALLIANCE_URL must look like https://endeavour.example.org.'],
  [{ ALLIANCE_URL: 'ftp://endeavour.example' }, 'ALLIANCE_URL must look like https://endeavour.example.org.'],
  [
    { ALLIANCE_URL: 'https://a.example/app' },
    'ALLIANCE_URL must be an address without a path: https://endeavour.example.org.',
  ],
  [
    { ALLIANCE_URL: 'https://me@a.example' },
    'ALLIANCE_URL must be an address without a path: https://endeavour.example.org.',
  ],
  [
    { ALLIANCE_URL: 'http://a.example' },
    'ALLIANCE_URL must start with https:// for a.example, or set ALLOW_HTTP=yes to let people sign in unprotected.',
  ],
  [{ ALLOW_HTTP: 'true' }, 'ALLOW_HTTP must be yes or left out.'],
  [{ MAIL_URL: 'mail.example' }, 'MAIL_URL must look like smtp://user:password@host:587.'],
  [
    { MAIL_URL: 'smtp://mail.example' },
    'MAIL_FROM must be set with MAIL_URL: the address that mail comes from.',
  ],
  [{ MAIL_FROM: 'office' }, 'MAIL_FROM must be a mail address, such as office@alliance.example.'],
  [{ MAIL_FROM: 'a@b\r\nBcc: c@d' }, 'MAIL_FROM must be a mail address, such as office@alliance.example.'],
  [{ TSA_URL: 'timestamps.example' }, 'TSA_URL must look like https://timestamps.example.org/tsr.'],
  [{ TSA_URL: 'ftp://timestamps.example' }, 'TSA_URL must look like https://timestamps.example.org/tsr.'],
  [{ SCANNER_URL: 'tcp://host:3310' }, 'SCANNER_URL must look like clamd://127.0.0.1:3310.'],
  [{ INBOX_URL: 'mail.example' }, 'INBOX_URL must look like imaps://user:password@host:993/INBOX.'],
  [
    { INBOX_URL: 'imaps://mail.example/INBOX' },
    'INBOX_URL must carry a user and a password: imaps://user:password@host:993/INBOX.',
  ],
  [
    { INBOX_URL: 'imap://a:b@mail.example/INBOX' },
    'INBOX_URL must start with imaps://, or the password would be sent in the open.',
  ],
  [{ SECRET: 'short' }, 'SECRET must be at least 32 characters long.'],
  [{ LOG: 'loud' }, 'LOG must be one of debug, info, warn, error, silent.'],
]
for (const [env, says] of wrong)
  test(`${JSON.stringify(env)} is refused in one sentence`, () => {
    assert.throws(() => settings(env), new WrongSetting(says))
  })

const google = {
  OIDC_1_NAME: 'Google',
  OIDC_1_ISSUER: 'https://accounts.google.com',
  OIDC_1_CLIENT_ID: 'an id',
  OIDC_1_CLIENT_SECRET: 'a secret',
}
const numbered = (n: number, more: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries({ ...google, ...more }).map(([name, value]) => [name.replace('_1_', `_${n}_`), value]),
  )

test('providers come in the order of their numbers, and a number may be left out', () => {
  const tenant = 'https://login.microsoftonline.com/6d9a1c0e-0000-0000-0000-000000000000/v2.0'
  const microsoft = numbered(3, { OIDC_1_NAME: 'Microsoft', OIDC_1_ISSUER: tenant })
  assert.deepEqual(settings({ ...microsoft, ...google }).providers, [
    {
      number: 1,
      name: 'Google',
      issuer: 'https://accounts.google.com',
      clientId: 'an id',
      clientSecret: 'a secret',
    },
    { number: 3, name: 'Microsoft', issuer: tenant, clientId: 'an id', clientSecret: 'a secret' },
  ])
  assert.deepEqual(settings({}).providers, [])
})

const wrongProviders: [Record<string, string>, RegExp][] = [
  [{ OIDC_2_NAME: 'Google' }, /^OIDC_2_ISSUER must be set too/],
  [{ ...google, OIDC_1_CLIENT_SECRET: '' }, /^OIDC_1_CLIENT_SECRET must be set too/],
  [{ ...google, OIDC_1_ISSUER: 'accounts.google.com' }, /^OIDC_1_ISSUER must be the provider's issuer/],
  [
    { ...google, OIDC_1_ISSUER: 'http://accounts.google.com' },
    /^OIDC_1_ISSUER must be the provider's issuer/,
  ],
  [{ ...google, OIDC_1_ISSUER: 'https://accounts.google.com/?a=b' }, /^OIDC_1_ISSUER must be the provider's/],
  [
    { ...google, OIDC_1_ISSUER: 'https://login.microsoftonline.com/common/v2.0' },
    /^OIDC_1_ISSUER must name one organisation's own tenant, not common\.$/,
  ],
  [
    { ...google, OIDC_1_ISSUER: 'https://login.microsoftonline.com/organizations/v2.0' },
    /must name one organisation's own tenant, not organizations\.$/,
  ],
  [{ ...google, ...numbered(2) }, /must be the issuer of one provider only\.$/],
  [{ ...google, OIDC_1_NAME: 'x'.repeat(41) }, /^OIDC_1_NAME must be 40 characters or fewer\.$/],
]
for (const [env, says] of wrongProviders)
  test(`a provider is refused in one sentence: ${says.source}`, () => {
    assert.throws(
      () => settings(env),
      (error) => error instanceof WrongSetting && says.test(error.message),
    )
  })

test('a data folder that cannot be made is refused in one sentence', () => {
  const file = path.join(folder, 'a-file')
  writeFileSync(file, '')
  assert.throws(
    () => settings({ DATA_DIR: path.join(file, 'data') }),
    /^Error: DATA_DIR \(.*\) must be a folder that Endeavour may write to \(ENOTDIR\)\.$/,
  )
})

test('what is left out or empty has its default', () => {
  const { port, host, url, secure, database, mail, log } = settings({ PORT: '', MAIL_URL: '' })
  assert.deepEqual(
    { port, host, url, secure, database, mail, log },
    {
      port: 3000,
      host: '127.0.0.1',
      url: 'http://localhost:3000',
      secure: false,
      database: undefined,
      mail: undefined,
      log: 'info',
    },
  )
})

const right: [Record<string, string>, object][] = [
  [{ PORT: '8080' }, { port: 8080, url: 'http://localhost:8080' }],
  [{ ALLIANCE_URL: 'https://a.example/' }, { url: 'https://a.example', secure: true }],
  [{ ALLIANCE_URL: 'http://127.0.0.1:9000' }, { url: 'http://127.0.0.1:9000', secure: false }],
  [
    { ALLIANCE_URL: 'http://a.example', ALLOW_HTTP: 'yes' },
    { url: 'http://a.example', secure: false },
  ],
  [
    { MAIL_URL: 'smtps://u:p@mail.example', MAIL_FROM: 'The Office <office@a.example>' },
    { mail: { url: 'smtps://u:p@mail.example', from: 'The Office <office@a.example>' } },
  ],
  [{ DATABASE_URL: 'postgresql://u@h:5433/d' }, { database: 'postgresql://u@h:5433/d' }],
  [{ SECRET: 's'.repeat(32) }, { secret: 's'.repeat(32) }],
]
for (const [env, expected] of right)
  test(`${JSON.stringify(env)} is understood`, () => {
    assert.deepEqual({ ...settings(env), ...expected }, settings(env))
  })

test('a relative data folder starts where the command was typed', () => {
  assert.equal(settingsFrom({ DATA_DIR: 'here' }, folder).dataDir, path.join(folder, 'here'))
})

test('the secret is made once, for its owner alone', () => {
  const first = settings({ DATA_DIR: path.join(folder, 'own') }).secret
  assert.equal(settings({ DATA_DIR: path.join(folder, 'own') }).secret, first)
  assert.equal(readFileSync(path.join(folder, 'own/secret'), 'utf8'), first)
  assert.equal(statSync(path.join(folder, 'own/secret')).mode & 0o777, 0o600)
})

test('half a secret is refused rather than trusted', () => {
  writeFileSync(path.join(folder, 'secret'), 'half')
  assert.throws(() => settings({}), /must hold at least 32 characters/)
})
