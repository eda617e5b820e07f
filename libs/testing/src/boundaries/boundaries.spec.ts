import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '..', '..', '..', '..');

const boundary = '@nx/enforce-module-boundaries';
const restricted = 'no-restricted-imports';

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

/**
 * Apart from Jest, whose module system ESLint's configuration cannot be loaded in. Only the rules in question run, and
 * none of them asks for types: making those takes most of a lint's time.
 */
const lint = `
  import { ESLint } from 'eslint';
  const asked = /(enforce-module-boundaries|no-restricted-imports)$/;
  const eslint = new ESLint({
    cwd: process.cwd(),
    ruleFilter: ({ ruleId }) => asked.test(ruleId),
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  });
  const found = [];
  for (const [filePath, name] of JSON.parse(process.argv[1])) {
    const text = 'import * as canary from ' + JSON.stringify(name) + ';\\nvoid canary;\\n';
    const [result] = await eslint.lintText(text, { filePath });
    found.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
  }
  process.stdout.write('FOUND' + JSON.stringify(found));
`;

describe('the rules of who may import whom', () => {
  let found: string[][];

  beforeAll(async () => {
    const args = ['--input-type=module', '--eval', lint, JSON.stringify(imports)];
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
});
