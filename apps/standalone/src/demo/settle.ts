import { EventSigner, ownSources, type PublishingApp } from '@trailbook/contract';
import type { Progress } from '@trailbook/local';
import type { Secrets } from '../folder/secrets';
import type { Backing } from '../parts/backing';
import type { Settings } from '../settings';
import { cast, type TenantScript } from './cast';
import { DemoMemory } from './demo-state';
import { firstAdministrator } from './first-administrator';
import { historyOf, type Person } from './history';
import { People } from './people';
import { actNow, peopleOf } from './present';
import type { Resident, Residents } from './residents';
import { RestClient, type Credentials } from './rest-client';
import { publish, untilReadable } from './tell';

/** Colleagues who have left: they act in the history and can no longer log in. */
const formerPeople = (tenant: Resident): Person[] =>
  ['Ines Duarte', 'Tom Becker', 'Yuki Sato'].map((name) => {
    const [firstName = '', lastName = ''] = name.split(' ');
    const account = firstName.toLowerCase();
    return {
      uid: `former-${account}`,
      emailId: `${account}@${tenant.name.toLowerCase()}.example`,
      firstName,
      lastName,
    };
  });

/**
 * Sees to it that somebody lives in the installation: the demo's tenants with their history, or the first administrator.
 * What an earlier start has done is found and kept. Resolves when all of it can be read.
 * @throws LocalFault
 */
export async function settle(
  settings: Settings,
  secrets: Secrets,
  backing: Backing,
  gateway: string,
  progress: Progress,
): Promise<Residents> {
  const rest = new RestClient(gateway);
  const memory = await DemoMemory.of(settings.folder);
  if (!settings.demo) return firstAdministrator(rest, secrets.administrator, memory);
  const people = new People(rest, memory, { apiKey: secrets.operatorApiKey });
  const residents: Residents = { tenants: [], users: [] };
  for (const script of cast) {
    const { tenant, users, admin } = await people.settle(script);
    residents.tenants.push(tenant);
    residents.users.push(...users);
    if (memory.state.told.includes(tenant.uid)) continue;
    progress(`telling the history of ${tenant.name} …`);
    const log = { brokers: backing.brokers, signers: signersOf(secrets) };
    await tell(rest, log, memory, tenant, script, admin, await peopleOf(rest, users, admin));
  }
  return residents;
}

/** By the source that they sign for. */
const signersOf = ({ eventKeys }: Secrets): ReadonlyMap<string, EventSigner> =>
  new Map(
    Object.entries(eventKeys).map(([app, { signingKey }]) => [
      ownSources[app as PublishingApp],
      EventSigner.parse(signingKey),
    ]),
  );

async function tell(
  rest: RestClient,
  { brokers, signers }: { brokers: string; signers: ReadonlyMap<string, EventSigner> },
  memory: DemoMemory,
  tenant: Resident,
  script: TenantScript,
  admin: Credentials,
  users: Person[],
): Promise<void> {
  const { anchor, told } = memory.state;
  await publish(brokers, historyOf(tenant, [...users, ...formerPeople(tenant)], anchor, script.entries), signers);
  await actNow(rest, tenant, admin);
  await untilReadable(rest, admin, anchor, script.entries);
  told.push(tenant.uid);
  await memory.keep();
}
