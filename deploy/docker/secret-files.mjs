// Secrets as files in a folder that all containers mount: one folder for each user, readable by nobody else.
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeValues, secretsByApp } from './secret-values.mjs';

/** Users that the containers run as, so that no app can read what another one was told. 999 is the image's postgres. */
const users = {
  postgres: 999,
  migrate: 10001,
  gateway: 10002,
  identity: 10003,
  'cluster-profiles': 10004,
  query: 10005,
  'trail-sink': 10006,
  ingest: 10007,
};

async function replace(file, text, user) {
  const draft = `${file}.draft`;
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode: 0o400 });
  await chown(draft, user, user);
  await rename(draft, file);
}

/** Writes what is missing and what follows from it; a second run changes no key and no password. */
export async function writeFiles(folder, database) {
  const kept = path.join(folder, 'values.json');
  const known = await readFile(kept, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const values = makeValues(JSON.parse(known));
  await replace(kept, JSON.stringify(values, null, 2), 0);
  const secrets = { ...secretsByApp(values, database), postgres: { PASSWORD: values.postgresPassword } };
  for (const [app, files] of Object.entries(secrets)) {
    const target = path.join(folder, app);
    await mkdir(target, { recursive: true, mode: 0o500 });
    await chown(target, users[app], users[app]);
    for (const [name, text] of Object.entries(files)) await replace(path.join(target, name), text, users[app]);
  }
}
