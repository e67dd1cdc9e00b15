// A certified OpenID provider on loopback with its own login screens: provider.mjs PORT CALLBACK
import { Provider } from 'oidc-provider';

const [port, callback] = [Number(process.argv[2]), process.argv[3]];
const roles = { alice: ['walnut-admin'], bob: ['walnut-viewer'], eve: [] };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'walnut',
      client_secret: 'a-client-secret-of-32-characters!',
      redirect_uris: [callback],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], roles: ['roles'] },
  scopes: ['openid', 'email', 'profile', 'roles'],
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ['test'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: true, name: id, roles: roles[id] ?? [] }),
  }),
});
provider.listen(port, '127.0.0.1', () => console.log('ready'));
