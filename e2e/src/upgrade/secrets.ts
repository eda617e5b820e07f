/** What an installation needs to read a fixture: nobody's secrets, and the same in every fixture. */
export const fixtureSecrets = {
  trailKeys: `trails-1:${Buffer.alloc(32, 'fixture').toString('base64')}`,
  operatorApiKey: Buffer.alloc(32, 'operator').toString('base64url'),
  administrator: { email: 'admin@trailbook.example', password: 'fixture-password' },
};
