import { run } from './run.mjs';

const tool = (name, ...args) => [process.execPath, [`node_modules/${name}`, ...args]];

const checks = {
  'format (prettier)': tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  'types (tsc)': tool('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'),
  'types of the console (tsc)': tool('typescript/bin/tsc', '-p', 'apps/console/tsconfig.json', '--noEmit'),
  'lint (eslint)': tool('eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  'generated files are fresh': [process.execPath, ['scripts/generate.mjs', '--check']],
};

/** Format, types, lint, generated files: side by side, each counting as one. */
export async function staticTier(timeoutMs) {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, [command, args]]) => {
      const started = Date.now();
      const { ok, output } = await run(command, args, { timeoutMs });
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
      if (!ok) console.log(output.trimEnd());
      return ok;
    }),
  );
  const passed = outcomes.filter(Boolean).length;
  return { passed, failed: outcomes.length - passed };
}
