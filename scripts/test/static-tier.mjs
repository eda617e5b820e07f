import { run } from './run.mjs';

const tool = (name, ...args) => [process.execPath, [`node_modules/${name}`, ...args]];

/** Two lanes: ESLint takes about as long as the others one after the other. */
const lanes = [
  { 'lint (eslint)': tool('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
  {
    'types (tsc)': tool('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'),
    'types of the console (tsc)': tool('typescript/bin/tsc', '-p', 'apps/console/tsconfig.json', '--noEmit'),
    'generated files are fresh': [process.execPath, ['scripts/generate.mjs', '--check']],
    'format (prettier)': tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
];

async function passes(name, [command, args], timeoutMs) {
  const started = Date.now();
  const { ok, output } = await run(command, args, { timeoutMs, aside: true });
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (!ok) console.log(output.trimEnd());
  return ok;
}

/**
 * Format, types, lint, generated files, each counting as one. They take what other tiers leave of the processors, which
 * is enough beside those that wait for Kafka, databases and browsers.
 */
export async function staticTier(timeoutMs) {
  const outcomes = await Promise.all(
    lanes.map(async (checks) => {
      const passed = [];
      for (const [name, check] of Object.entries(checks)) passed.push(await passes(name, check, timeoutMs));
      return passed;
    }),
  );
  const passed = outcomes.flat().filter(Boolean).length;
  return { passed, failed: outcomes.flat().length - passed };
}
