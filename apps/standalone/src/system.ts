import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFree, LocalFault, messageOf, type Part, type Progress } from '@trailbook/local';
import { appNames, appPorts, layOutApps } from './apps/catalogue';
import type { App } from './apps/app';
import { migrate } from './apps/migration';
import { settle } from './demo/settle';
import { endpointsOf, publishEndpoints, withdrawEndpoints, type Endpoints } from './endpoints';
import { keptPorts } from './folder/kept-ports';
import { secretsOf, type Secrets } from './folder/secrets';
import { backingPorts, layOutBacking, type Backing } from './parts/backing';
import type { Settings } from './settings';
import { Supervisor } from './supervision/supervisor';

const readyMs = 60_000;

/** The whole of Trailbook on this machine: started in parallel, kept running, stopped in order. */
export class System {
  private parts: Part[] = [];
  private apps: App[] = [];
  private endpoints: Endpoints | undefined;
  private readonly supervisor: Supervisor;
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly progress: Progress,
  ) {
    this.supervisor = new Supervisor(progress, () => this.republish());
  }

  /**
   * Resolves when everything answers, with what `endpoints.json` then says.
   * @throws LocalFault in words for people; what runs by then is left to `stop`
   */
  async start(): Promise<Endpoints> {
    const { folder } = this.settings;
    await withdrawEndpoints(folder);
    const secrets = await secretsOf(folder);
    const ports = await keptPorts(folder, [...backingPorts, ...appPorts]);
    if (this.settings.port !== 0) ports.gateway = this.settings.port;
    const backing = await layOutBacking(this.settings, secrets, ports, this.progress);
    this.apps = layOutApps(this.settings, secrets, backing, ports);
    await this.startBacking(backing, secrets);
    await this.startApps();
    const residents = await settle(this.settings, secrets, backing, this.app('gateway').url, this.progress);
    this.endpoints = endpointsOf(backing, this.apps, residents);
    await publishEndpoints(folder, this.endpoints);
    this.republishWith = () => endpointsOf(backing, this.apps, residents);
    return this.endpoints;
  }

  /** Stops every part in order: the front door first, what the apps stand on last. Safe to call at any moment. */
  async stop(): Promise<void> {
    this.stopping = true;
    const unwatched = this.supervisor.stop();
    const [gateway, ...services] = this.apps;
    await gateway?.stop();
    await Promise.all(services.map((app) => app.stop()));
    await Promise.all(this.parts.map((part) => part.stop()));
    await unwatched;
    await withdrawEndpoints(this.settings.folder);
  }

  private republishWith: (() => Endpoints) | undefined;

  private async republish(): Promise<void> {
    if (this.republishWith && !this.stopping) await publishEndpoints(this.settings.folder, this.republishWith());
  }

  private app(name: (typeof appNames)[number]): App {
    return this.apps.find((app) => app.name === name) as App;
  }

  private async startBacking(backing: Backing, secrets: Secrets): Promise<void> {
    this.parts = backing.parts;
    const names = backing.parts.map(({ name }) => name).join(', ');
    if (names) this.progress(`starting ${names} …`);
    await this.all(backing.parts);
    await backing.finish();
    this.progress('preparing the database and the topics …');
    await migrate(backing, secrets);
  }

  private async startApps(): Promise<void> {
    this.progress(`starting ${appNames.join(', ')} …`);
    await this.all(this.apps);
    await Promise.all(this.apps.map((app) => untilReady(app)));
  }

  /** Starts parts side by side; each is watched from the moment it is up. */
  private async all(parts: Part[]): Promise<void> {
    const outcomes = await Promise.allSettled(
      parts.map(async (part) => {
        await part.start();
        if (!this.stopping) this.supervisor.watch(part);
      }),
    );
    const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [messageOf(outcome.reason)] : []));
    if (faults.length > 0) throw new LocalFault(faults.join('\n'));
    if (this.stopping) throw new LocalFault('Stopped while starting.');
  }
}

async function untilReady(app: App): Promise<void> {
  const deadline = Date.now() + readyMs;
  while (!(await app.ready())) {
    if (Date.now() > deadline)
      throw new LocalFault(`${app.name} answers, but was not ready after ${readyMs / 1000} s.`);
    await sleep(100);
  }
}

/** Makes the folder and sees to the port, before anything is fetched or started. @throws LocalFault */
export async function checkGround(settings: Settings): Promise<void> {
  if (settings.port !== 0 && !(await isFree(settings.port))) {
    throw new LocalFault(
      `Port ${settings.port} is in use: set TRAILBOOK_PORT to another one, or to 0 for any that is free.`,
    );
  }
  // PostgreSQL's own account has to pass through it; nobody else sees what is in it.
  await mkdir(settings.folder, { recursive: true, mode: 0o711 }).catch((error: unknown) => {
    throw new LocalFault(`The folder ${settings.folder} cannot be made (${messageOf(error)}): set TRAILBOOK_DATA.`);
  });
}
