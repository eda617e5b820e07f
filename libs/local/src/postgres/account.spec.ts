import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { accountIn, closedFolders } from './account';

describe('the account of PostgreSQL', () => {
  it('is found by its whole name', () => {
    const passwd = 'root:x:0:0::/root:/bin/sh\npostgresql:x:7:8::/:/bin/false\npostgres:x:101:104::/:/bin/sh\n';
    expect(accountIn(passwd, 'postgres')).toEqual({ uid: 101, gid: 104 });
    expect(accountIn(passwd, 'nobody')).toBeUndefined();
  });

  it('may not enter folders that are closed to others', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'account-spec-'));
    const inner = path.join(folder, 'inner');
    mkdirSync(inner, { mode: 0o755 });
    const stranger = { uid: 54_321, gid: 54_321 };
    expect(await closedFolders(inner, stranger)).toEqual([folder]);
    chmodSync(folder, 0o711);
    expect(await closedFolders(inner, stranger)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
