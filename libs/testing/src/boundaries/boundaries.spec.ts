import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '..', '..', '..', '..');

const boundary = '@nx/enforce-module-boundaries';
const restricted = 'no-restricted-imports';
const declared = '@nx/dependency-checks';

/** The importing file, what it would import, and the rule against it. */
const imports: [file: string, name: string, rule: string | undefined][] = [
  ['libs/contract/src/index.ts', '@trailbook/messaging', boundary],
  ['libs/access/src/index.ts', '@trailbook/service', boundary],
  ['libs/store/src/read/index.ts', '@trailbook/messaging', boundary],
  ['apps/gateway/src/main.ts', '@trailbook/store/read', boundary],
  ['apps/gateway/src/main.ts', '@trailbook/messaging', boundary],
  ['apps/standalone/src/main.ts', '@trailbook/producer', boundary],
  ['apps/query/src/main.ts', '../../gateway/src/gateway', boundary],
  ['apps/console/src/main.tsx', '@trailbook/access', boundary],
  ['apps/console/src/main.tsx', '@trailbook/contract', `@typescript-eslint/${restricted}`],
  ['apps/query/src/main.ts', '@trailbook/store/append', restricted],
  ['apps/query/src/main.ts', '@trailbook/testing', restricted],
  ['apps/query/src/main.ts', 'kafkajs', restricted],
  ['libs/testing/src/boundaries/boundaries.spec.ts', 'kafkajs', restricted],
  ['apps/query/src/main.ts', '@trailbook/store/read', undefined],
  ['libs/messaging/src/index.ts', 'kafkajs', undefined],
  ['apps/gateway/src/main.ts', '@trailbook/access', undefined],
];

type Manifest = { dependencies: Record<string, string> };

/** What is changed in a project's package.json, and the rule against it. */
const manifests: [folder: string, what: string, change: (manifest: Manifest) => void, rule: string | undefined][] = [
  ['apps/gateway', 'as it is', () => undefined, undefined],
  ['apps/gateway', 'without fastify', ({ dependencies }) => delete dependencies.fastify, declared],
  [
    'apps/gateway',
    'without @trailbook/access',
    ({ dependencies }) => delete dependencies['@trailbook/access'],
    declared,
  ],
  ['apps/gateway', 'with typeorm', ({ dependencies }) => (dependencies.typeorm = '1.1.1'), declared],
  ['libs/sinks', 'with another version of undici', ({ dependencies }) => (dependencies.undici = '6.0.0'), declared],
  ['e2e', 'without playwright-core', ({ dependencies }) => delete dependencies['playwright-core'], declared],
];

const sources = [
  ...imports.map(([file, name]) => [file, `import * as canary from ${JSON.stringify(name)};\nvoid canary;\n`]),
  ...manifests.map(([folder, , change]) => {
    const file = path.join(folder, 'package.json');
    const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Manifest;
    change(manifest);
    return [file, JSON.stringify(manifest)];
  }),
];

/** Runs apart from Jest, whose module system cannot load ESLint's configuration. */
const lint = `
  import { ESLint } from 'eslint';
  const asked = /(enforce-module-boundaries|no-restricted-imports|dependency-checks)$/;
  const eslint = new ESLint({ cwd: process.cwd(), ruleFilter: ({ ruleId }) => asked.test(ruleId) });
  const found = [];
  for (const [filePath, text] of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(text, { filePath });
    found.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
  }
  process.stdout.write('FOUND' + JSON.stringify(found));
`;

describe('the rules of who may import whom, and of what is declared', () => {
  let found: string[][];

  beforeAll(async () => {
    const args = ['--input-type=module', '--eval', lint, JSON.stringify(sources)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 120_000 });
    found = JSON.parse(stdout.slice(stdout.indexOf('FOUND') + 5)) as string[][];
  }, 125_000);

  it.each(imports.map((row, number) => [...row, number] as const))(
    '%s importing %s: %s',
    (_file, _name, rule, number) => {
      const judged = found[number]?.filter(
        (id) => id === boundary || id.endsWith(restricted) || id.startsWith('Parsing'),
      );
      expect(judged).toEqual(rule === undefined ? [] : [rule]);
    },
  );

  it.each(manifests.map((row, number) => [...row, number] as const))(
    'package.json of %s, %s',
    (_folder, _what, _change, rule, number) => {
      expect(found[imports.length + number]).toEqual(rule === undefined ? [] : [rule]);
    },
  );
});
