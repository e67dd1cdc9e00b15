// A certified OpenID provider on loopback with its own login screens: provider.mjs PORT CALLBACK
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, callback] = [Number(process.argv[2]), process.argv[3]];
const roles = { alice: ['walnut-admin'], bob: ['walnut-viewer'], eve: [] };
const secret = 'canary-client-secret-of-32-chars!';

// POST /clock?seconds=N puts the clock of this process so much ahead of the true one.
const now = Date.now;
let ahead = 0;
Date.now = () => now() + ahead * 1000;

const client = (client_id, id_token_signed_response_alg) => ({
  client_id,
  client_secret: secret,
  id_token_signed_response_alg,
  redirect_uris: [callback],
  grant_types: ['authorization_code'],
  response_types: ['code'],
});
const key = (kid, alg, ...of) => ({ ...generateKeyPairSync(...of).privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client('walnut', 'RS256'), client('walnut-ps', 'PS256'), client('walnut-es', 'ES256'), client('walnut-ed', 'EdDSA')],
  jwks: {
    keys: [
      key('rs', 'RS256', 'rsa', { modulusLength: 2048 }),
      key('ps', 'PS256', 'rsa', { modulusLength: 2048 }),
      key('es', 'ES256', 'ec', { namedCurve: 'P-256' }),
      key('ed', 'EdDSA', 'ed25519'),
    ],
  },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], roles: ['roles'] },
  scopes: ['openid', 'email', 'profile', 'roles'],
  conformIdTokenClaims: false,
  ttl: { AuthorizationCode: 60, IdToken: 300 },
  pkce: { required: () => true },
  cookies: { keys: ['test'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: true, name: id, roles: roles[id] ?? [] }),
  }),
});

// One more name for the client "walnut": who asks by it gets tokens that are for somebody else.
provider.use(async (context, next) => {
  if (context.path === '/clock') {
    ahead = Number(context.query.seconds);
    context.status = 204;
    return;
  }
  if (context.query.client_id === 'alias') {
    context.query = { ...context.query, client_id: 'walnut' };
  }
  const [scheme, given] = (context.get('authorization') || '').split(' ');
  if (scheme === 'Basic' && Buffer.from(given, 'base64').toString().startsWith('alias:')) {
    const [, rest] = Buffer.from(given, 'base64').toString().split(':');
    context.req.headers.authorization = `Basic ${Buffer.from(`walnut:${rest}`).toString('base64')}`;
  }
  await next();
});
provider.listen(port, '127.0.0.1', () => console.log('ready'));
