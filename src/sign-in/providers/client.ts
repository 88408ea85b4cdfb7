import * as oidc from 'openid-client'
import { isLoopback, type Provider } from '../../platform/settings.ts'

/** What goes out with somebody, and must come back with them. */
export type Visit = { state: string; nonce: string; verifier: string }
/** Who a provider says somebody is; an address only as far as the provider vouches for it. */
export type Told = { subject: string; address: string | null; isVerified: boolean }

const ANSWERS_WITHIN_SECONDS = 5
const KNOWN_FOR_MS = 60 * 60_000

/** The provider cannot be reached, or says something that is no provider's answer. */
export class Away extends Error {}
/** Somebody turned back at the provider, or it would not let them through. */
export class TurnedBack extends Error {}
/** What came back is not the answer to what was asked. */
export class NotBelieved extends Error {}

export type Client = ReturnType<typeof clientOf>

/** Speaks OpenID Connect with one provider. What the provider says of itself is asked for when first needed. */
export function clientOf(provider: Provider) {
  let known: { config: oidc.Configuration; until: number } | undefined

  async function configuration(): Promise<oidc.Configuration> {
    if (known && known.until > performance.now()) return known.config
    const config = await discovered(provider)
    known = { config, until: performance.now() + KNOWN_FOR_MS }
    return config
  }

  /** Where to send somebody, and what to keep until they come back to `back`. */
  async function begin(back: string): Promise<Visit & { url: string }> {
    const config = await configuration()
    const visit = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    }
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: back,
      scope: 'openid email',
      state: visit.state,
      nonce: visit.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
    })
    return { ...visit, url: url.href }
  }

  /** Who came back to this address, under the checks of the library: state, issuer, signature, audience, nonce. */
  async function finish(address: string, { state, nonce, verifier }: Visit): Promise<Told> {
    const config = await configuration()
    try {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(address), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new NotBelieved('no ID token')
      return told({ ...(await userInfo(config, tokens.access_token, claims)), ...claims })
    } catch (error) {
      throw inKind(error)
    }
  }

  return { begin, finish }
}

async function discovered({ issuer, clientId, clientSecret }: Provider): Promise<oidc.Configuration> {
  const server = new URL(issuer)
  const execute = [oidc.enableNonRepudiationChecks]
  if (server.protocol === 'http:' && isLoopback(server.hostname)) execute.push(oidc.allowInsecureRequests)
  try {
    return await oidc.discovery(server, clientId, undefined, secretIn(clientSecret), {
      execute,
      timeout: ANSWERS_WITHIN_SECONDS,
    })
  } catch (error) {
    throw new Away((error as Error).message, { cause: error })
  }
}

/** The secret goes as the provider takes it: in a header, unless it says that it only takes it in the body. */
const secretIn =
  (secret: string): oidc.ClientAuth =>
  (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = ways.includes('client_secret_basic') ? oidc.ClientSecretBasic : oidc.ClientSecretPost
    return way(secret)(server, ...rest)
  }

/** Some keep the address out of the ID token and tell it when asked, about the same subject only. */
async function userInfo(config: oidc.Configuration, token: string, { sub, email }: oidc.IDToken) {
  if (email !== undefined || !config.serverMetadata().userinfo_endpoint) return {}
  const { email: address, email_verified } = await oidc.fetchUserInfo(config, token, sub)
  return { email: address, email_verified }
}

function told({
  sub,
  email,
  email_verified,
}: {
  sub: string
  email?: unknown
  email_verified?: unknown
}): Told {
  const address = typeof email === 'string' && email.length <= 254 ? email.toLowerCase() : null
  return { subject: sub, address, isVerified: email_verified === true }
}

function inKind(error: unknown): unknown {
  if (error instanceof NotBelieved) return error
  const { message } = error as Error
  if (error instanceof oidc.AuthorizationResponseError) return new TurnedBack(error.error, { cause: error })
  const code = (error as { code?: string }).code ?? ''
  const away = error instanceof TypeError || /TIMEOUT|NOT_CONFORM|NOT_JSON|PARSE_ERROR/.test(code)
  return away ? new Away(message, { cause: error }) : new NotBelieved(message, { cause: error })
}
