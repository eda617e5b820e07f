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

/** Tells by what a process inherited whether it is this run's, and in which tier. */
function ownerOf(pid, parent) {
  const environment = read(`/proc/${pid}/environ`).split('\0');
  const tier = environment.find((one) => one.startsWith('TRAILBOOK_TEST_TIER='))?.split('=')[1];
  if (environment.includes(mark.join('='))) return { ours: true, tier: tier ?? 'parts' };
  // PostgreSQL writes the title of a process over its environment.
  return { ours: parent?.ours ?? false, tier: parent?.tier };
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
      const [parent, used, started] = [fields[1], Number(fields[11]) + Number(fields[12]), fields[19]];
      if (started === undefined) continue; // It ended between the two reads.
      if (known.get(pid)?.started !== started)
        known.set(pid, { started, before: 0, ...ownerOf(pid, known.get(parent)) });
      const process = known.get(pid);
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
    const row = ([name, count]) => {
      const [tier, program = 'all its programs'] = name.split('\t');
      return `${(count / ticksPerSecond).toFixed(1).padStart(7)}  ${tier.padEnd(24)} ${program}`;
    };
    const byTime = ([, one], [, other]) => other - one;
    const tiers = new Map();
    for (const [name, count] of ticks) {
      const [tier] = name.split('\t');
      tiers.set(tier, (tiers.get(tier) ?? 0) + count);
    }
    const seen = [...ticks.values()].reduce((sum, count) => sum + count, 0);
    return [
      `processors busy ${(100 * share).toFixed(0)} %, at least one of two idle in ${((100 * halfIdle) / samples).toFixed(0)} % of the time`,
      'seconds  tier                     program',
      ...[...tiers].sort(byTime).map(row),
      row(['not seen\tof others, or ended between two looks', busy - before.busy - seen]),
      ...[...ticks].sort(byTime).slice(0, shown).map(row),
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
