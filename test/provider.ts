import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export type Claims = Record<string, unknown>
type Asked = { nonce: string; challenge: string; back: string }

/**
 * A provider of OpenID Connect on a port of its own, which says of whoever comes what a test tells it to, and
 * lies as a test tells it to.
 */
export async function fakeProvider(name = 'Vale Accounts', number = 1) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = await generateKeyPair('ES256')
  const codes = new Map<string, Asked>()
  const fake = {
    settings: { number, name, issuer, clientId: 'endeavour', clientSecret: 'a secret/with + signs' },
    /** Who comes, as the provider knows them. */
    person: { sub: 's-1' } as Claims,
    /** What becomes of the claims before they are signed. */
    lie: (claims: Claims): Claims => claims,
    signWith: keys.privateKey,
    /** What is told only to whoever asks for it with the access token. */
    userInfo: undefined as Claims | undefined,
    /** Answers nothing any more, or answers what is none. */
    broken: false as false | 'silent' | 'nonsense',
    server,
    /** What happens at the provider: somebody agrees, and is sent back to the address this gives. */
    agree(url: string): string {
      const asked = new URL(url).searchParams
      const [nonce = '', challenge = '', back = ''] = ['nonce', 'code_challenge', 'redirect_uri'].map(
        (one) => asked.get(one) ?? '',
      )
      const code = randomUUID()
      codes.set(code, { nonce, challenge, back })
      return `${back}?${new URLSearchParams({ code, state: asked.get('state') ?? '', iss: issuer })}`
    },
  }

  async function idToken({ nonce }: Asked) {
    const seconds = Math.floor(Date.now() / 1000)
    const honest = { iss: issuer, aud: 'endeavour', iat: seconds, exp: seconds + 300, nonce, ...fake.person }
    const claims = Object.fromEntries(
      Object.entries(fake.lie(honest)).filter(([, value]) => value !== undefined),
    )
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(fake.signWith)
  }

  async function token(request: IncomingMessage): Promise<[number, object]> {
    const form = new URLSearchParams(await bodyOf(request))
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const proven = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const client = Buffer.from(
      ['endeavour', fake.settings.clientSecret].map(encodeURIComponent).join(':').replaceAll('%20', '+'),
    ).toString('base64')
    if (request.headers.authorization !== `Basic ${client}`) return [401, { error: 'invalid_client' }]
    if (!asked || asked.challenge !== proven || form.get('redirect_uri') !== asked.back)
      return [400, { error: 'invalid_grant' }]
    return [200, { access_token: 'access', token_type: 'bearer', id_token: await idToken(asked) }]
  }

  const answers: Record<string, (request: IncomingMessage) => Promise<[number, object]>> = {
    '/.well-known/openid-configuration': async () => [200, described(issuer, fake.userInfo !== undefined)],
    '/keys': async () => [
      200,
      { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] },
    ],
    '/token': token,
    '/user': async () => [200, fake.userInfo ?? {}],
  }

  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    if (fake.broken === 'silent') return
    if (fake.broken === 'nonsense')
      return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello')
    const [status, body] = (await answers[request.url ?? '']?.(request)) ?? [404, {}]
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  })
  return fake
}

export type FakeProvider = Awaited<ReturnType<typeof fakeProvider>>

const described = (issuer: string, tells: boolean) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  ...(tells ? { userinfo_endpoint: `${issuer}/user` } : {}),
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  authorization_response_iss_parameter_supported: true,
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
