import { readFileSync } from 'node:fs';
import path from 'node:path';

const guide = readFileSync(path.resolve(__dirname, '../../../docs/guides/audit-a-nestjs-service.md'), 'utf8');
const blocks = [...guide.matchAll(/\[`([\w./-]+)`\]\([^)]*\)[^\n]*\n\n```ts\n([\s\S]*?)```/g)].map(
  ([, file = '', code = '']) => [file, code] as const,
);

describe('the guide to auditing a NestJS service', () => {
  it('shows every file of the example that a reader writes', () => {
    expect(blocks.map(([file]) => file)).toEqual([
      'create-widgets.migration.ts',
      'widgets.module.ts',
      'widgets.service.ts',
      'widgets.controller.ts',
    ]);
  });

  it.each(blocks)('shows %s as it is compiled', (file, code) => {
    expect(code).toBe(readFileSync(path.join(__dirname, file), 'utf8'));
  });
});
