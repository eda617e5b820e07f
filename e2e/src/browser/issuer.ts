/** Set by the global set-up: where the gateway expects its OpenID Connect issuer, which a spec starts. */
const portVariable = 'TRAILBOOK_E2E_ISSUER_PORT';

/** Whom access tokens of the issuer are made for. */
export const apiAudience = 'https://trailbook.example';

/** What the gateway is told of its issuer on this port. */
export function issuerSettings(port: number): NodeJS.ProcessEnv {
  process.env[portVariable] = String(port);
  const issuer = {
    name: 'acme',
    title: 'Acme single sign-on',
    issuer: `http://127.0.0.1:${port}`,
    audiences: [apiAudience],
    clientId: 'console',
    tenant: 'Acme',
    logOutAtIssuer: true,
    roles: [
      { claim: 'groups', value: 'auditors', role: 'Tenant Viewer' },
      { claim: 'groups', value: '*-team', role: 'Project Editor', project: '*' },
    ],
  };
  return { OPENID_ISSUERS: JSON.stringify([issuer]) };
}

export function issuerPort(): number {
  return Number(process.env[portVariable]);
}
