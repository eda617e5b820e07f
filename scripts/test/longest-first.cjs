const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The specs that take longest, longest first: most of their time they wait. Jest knows durations from runs before;
 * on a clean machine it goes by the sizes of files, and one of two minutes in a short file would run last, alone.
 */
const longest = [
  'apps/trail-sink/src/trail-sink.int.spec.ts',
  'apps/trail-sink/src/delivery/delivery.int.spec.ts',
  'apps/ingest/src/ingest.int.spec.ts',
  'apps/migrate/src/migrate.int.spec.ts',
  'apps/trail-sink/src/replay/replay.int.spec.ts',
  'apps/ingest/src/rejected/rejected.int.spec.ts',
  'libs/local/src/parts.int.spec.ts',
];

/** Jest's own order, after those that are known to take long. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = longest.findIndex((name) => path.endsWith(name));
      return found < 0 ? longest.length : found;
    };
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
};
