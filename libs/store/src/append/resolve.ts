import type { PoolClient } from 'pg';
import type { Dictionaries, NameTable, TenantNames } from './dictionaries';
import { StoreUnavailableError } from './errors';

/** The numbers that stand for an event's or note's names. `projectId` and `kindId` are 0 where there is none. */
export interface Numbers {
  tenantId: number;
  projectId: number;
  kindId: number;
  sourceId: number;
}

export interface Names {
  tenantUid: string;
  projectUid: string | undefined;
  kind: string | undefined;
  source: string;
}

/**
 * Finds the numbers of all names, adding those that are new. Another writer may add the same one at the same time, so
 * that neither sees it in his own statement: the next round does.
 */
export async function resolve(
  lend: (work: (client: PoolClient) => Promise<void>) => Promise<void>,
  dictionaries: Dictionaries,
  all: readonly Names[],
): Promise<Numbers[]> {
  dictionaries.trim();
  for (let round = 1; round <= 6; round += 1) {
    const missing = new Missing();
    const numbers = all.map((names) => numbersOf(dictionaries, names, missing));
    if (missing.count === 0) return numbers;
    await lend(async (client) => {
      if (missing.tenants.size > 0) await dictionaries.addTenants(client, [...missing.tenants]);
      for (const table of ['project', 'kind', 'source'] as const) {
        const wanted = [...missing.names[table].values()];
        if (wanted.length > 0) await dictionaries.addNames(client, table, wanted);
      }
    });
  }
  throw new StoreUnavailableError('the names of a chunk could not be numbered');
}

class Missing {
  count = 0;
  readonly tenants = new Set<string>();
  readonly names: Record<NameTable, Map<string, { tenantId: number; name: string }>> = {
    project: new Map(),
    kind: new Map(),
    source: new Map(),
  };

  add(table: NameTable, tenantId: number, name: string): number {
    this.count += 1;
    this.names[table].set(`${tenantId} ${name}`, { tenantId, name });
    return 0;
  }
}

const unknown: Numbers = { tenantId: 0, projectId: 0, kindId: 0, sourceId: 0 };

function numbersOf(dictionaries: Dictionaries, names: Names, missing: Missing): Numbers {
  const tenant = dictionaries.tenant(names.tenantUid);
  if (tenant === undefined) {
    missing.count += 1;
    missing.tenants.add(names.tenantUid);
    return unknown;
  }
  return {
    tenantId: tenant.id,
    projectId: numberOf(tenant, 'project', names.projectUid, missing),
    kindId: numberOf(tenant, 'kind', names.kind, missing),
    sourceId: numberOf(tenant, 'source', names.source, missing),
  };
}

function numberOf(tenant: TenantNames, table: NameTable, name: string | undefined, missing: Missing): number {
  return name === undefined ? 0 : (tenant[table].get(name) ?? missing.add(table, tenant.id, name));
}
