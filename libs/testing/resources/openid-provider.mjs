// An OpenID Connect provider for specs: a real one (oidc-provider), which lets in whoever names an account, without a
// password. Its settings are the first argument, as JSON; it says its port on the first line, and ends with its stdin.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { port, accounts, clients, jwks, accessTokenSeconds, authentication } = JSON.parse(process.argv[2]);
process.stdin.on('end', () => process.exit(0)).resume();

const server = createServer();
await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks,
  ...(authentication && { clientAuthMethods: [authentication] }),
  cookies: { keys: ['of a provider for specs'] },
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['given_name', 'family_name', 'groups', 'org'],
  },
  findAccount: (_context, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
  // Access tokens for an API are JWTs, with what the API wants to know of the user.
  extraTokenClaims: (_context, token) => accounts[token.accountId],
  ttl: { IdToken: 600, Session: 600, Interaction: 600, Grant: 600 },
  features: {
    devInteractions: { enabled: false },
    // Its own page asks another site for a font.
    rpInitiatedLogout: {
      logoutSource: (context, form) => {
        const yes = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
        context.body = `<!doctype html><html lang="en"><title>Provider</title><main><h1>Sign out?</h1>${form}${yes}</main></html>`;
      },
    },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_context, resource) => ({
        scope: 'read',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: accessTokenSeconds[resource] ?? 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
});

/** The consent that nobody is asked for. */
async function grant(interaction, accountId) {
  const { client_id: clientId, scope, resource } = interaction.params;
  const given = new provider.Grant({ accountId, clientId });
  given.addOIDCScope(scope);
  for (const one of [resource ?? []].flat()) given.addResourceScope(one, 'read');
  return given.save();
}

const page = (uid) => `<!doctype html><html lang="en"><title>Provider</title><main><h1>Provider</h1>
<form action="/interaction/${uid}"><label>Account <input name="account" autofocus></label> <button>Sign in</button>
</form><a href="/interaction/${uid}?cancel">Cancel</a></main></html>`;

async function interact(request, response) {
  const interaction = await provider.interactionDetails(request, response);
  const { searchParams } = new URL(request.url, issuer);
  if (searchParams.has('cancel')) return provider.interactionFinished(request, response, { error: 'access_denied' });
  const account = searchParams.get('account') ?? interaction.params.login_hint;
  const accountId = interaction.session?.accountId ?? account;
  if (!accountId) return response.setHeader('content-type', 'text/html').end(page(interaction.uid));
  const grantId = await grant(interaction, accountId);
  return provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } });
}

const serve = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return serve(request, response);
  interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
});
console.log(server.address().port);
