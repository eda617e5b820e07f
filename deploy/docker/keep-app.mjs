// Reduces the workspace to one app and the libraries that it uses at run time: rewrites their package.json without what
// only specs and builds need, and the root's without the other members. `npm install` then prunes the lock file to match,
// and keeps every version. Prints the folders that stay.
//   node keep-app.mjs gateway
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const scope = '@trailbook/';
const kept = new Set();

function rewrite(file, change) {
  const { devDependencies: _, ...manifest } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...manifest, ...change }, null, 2)}\n`);
  return manifest;
}

function keep(folder) {
  if (kept.has(folder)) return;
  kept.add(folder);
  const { dependencies = {} } = rewrite(`${folder}/package.json`);
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith(scope)) keep(`libs/${name.slice(scope.length)}`);
  }
}

const [app = ''] = process.argv.slice(2);
if (!readdirSync('apps').includes(app)) {
  console.error(`APP must name a folder of apps/, not '${app}'`);
  process.exit(1);
}
keep(`apps/${app}`);
rewrite('package.json', { workspaces: [...kept] });
console.log([...kept].join('\n'));
