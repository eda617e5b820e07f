import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mark, root } from './run.mjs';

const everyMs = 500;
/** What Linux counts processor time in. */
const ticksPerSecond = 100;
const shown = 30;

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process has ended.
  }
};

/** Returns the processor time of all cores, busy and idle, in ticks. */
function processors() {
  const [user, nice, system, idle, wait, irq, softirq] = read('/proc/stat')
    .split('\n')[0]
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { busy: user + nice + system + irq + softirq, idle: idle + wait };
}

/** Tells what kind of program a process is, by its command line. */
function programOf(command) {
  const words = command.split('\0');
  if (command.includes('kafka.Kafka')) return 'Kafka';
  if (/postgres/.test(words[0])) return 'PostgreSQL';
  if (/chrom|\/proc\/self\/exe/.test(words[0])) return 'Chromium';
  const app = words.find((word) => /apps\/[a-z-]+\/dist\//.test(word));
  if (app) return `app ${/apps\/([a-z-]+)\//.exec(app)[1]}`;
  const tool = words.find((word) => /node_modules\/|scripts\//.test(word));
  return tool ? path.basename(tool) : path.basename(words[0]);
}

/**
 * Watches which tier and which program uses the processors, by sampling this run's processes. Linux alone shows it.
 * @returns what ends the watch and gives its table
 */
export function watchProcessors() {
  const ticks = new Map();
  const known = new Map();
  const before = processors();
  let [samples, halfIdle, last] = [0, 0, before];
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const fields = read(`/proc/${pid}/stat`).split(') ').at(-1).split(' ');
      const [used, started] = [Number(fields[11]) + Number(fields[12]), fields[19]];
      const id = `${pid} ${started}`;
      if (!known.has(id)) {
        const environment = read(`/proc/${pid}/environ`).split('\0');
        const ours = environment.includes(mark.join('='));
        const tier = environment.find((one) => one.startsWith('TRAILBOOK_TEST_TIER='))?.split('=')[1] ?? 'parts';
        known.set(id, { ours, tier, before: 0 });
      }
      const process = known.get(id);
      if (!process.ours || !(used > process.before)) continue;
      const name = `${process.tier}\t${programOf(read(`/proc/${pid}/cmdline`))}`;
      ticks.set(name, (ticks.get(name) ?? 0) + used - process.before);
      process.before = used;
    }
    const now = processors();
    const [busy, idle] = [now.busy - last.busy, now.idle - last.idle];
    samples += 1;
    // Half of two processors' time: one of them had nothing to do.
    if (idle >= (busy + idle) / 2) halfIdle += 1;
    last = now;
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    look();
    const { busy, idle } = processors();
    const share = (busy - before.busy) / (busy - before.busy + idle - before.idle);
    const rows = [...ticks].sort(([, one], [, other]) => other - one).slice(0, shown);
    return [
      `processors busy ${(100 * share).toFixed(0)} %, at least one of two idle in ${((100 * halfIdle) / samples).toFixed(0)} % of the time`,
      'seconds  tier                     program',
      ...rows.map(([name, count]) => {
        const [tier, program] = name.split('\t');
        return `${(count / ticksPerSecond).toFixed(1).padStart(7)}  ${tier.padEnd(24)} ${program}`;
      }),
    ].join('\n');
  };
}

/** Tells what the slowest spec files spend their time on, from the notes of `profile-setup.cjs` and Jest's reports. */
export function slowestSpecs(notes, reports) {
  const noted = existsSync(notes) ? read(notes).trim().split('\n').map(JSON.parse) : [];
  const byFile = new Map(noted.map((line) => [line.file, line]));
  const seconds = (ms) => ((ms ?? 0) / 1_000).toFixed(1).padStart(7);
  const specs = reports
    .flatMap((report) => JSON.parse(read(report) || '{"testResults":[]}').testResults)
    .map(({ name, startTime, endTime }) => ({ name, ms: endTime - startTime, ...byFile.get(name) }))
    .sort((one, other) => other.ms - one.ms)
    .slice(0, shown);
  return [
    '   wall     cpu    load    poll   fixed  processes  spec (seconds; polls and sleeps of several at once add up)',
    ...specs.map(({ name, ms, cpuMs, loadMs, pollMs, fixedMs, processes }) =>
      [ms, cpuMs, loadMs, pollMs, fixedMs]
        .map(seconds)
        .join(' ')
        .concat(String(processes ?? 0).padStart(11), '  ', path.relative(root, name)),
    ),
  ].join('\n');
}
