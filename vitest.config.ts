import { defineConfig } from 'vitest/config';
import './test/seed.js';

const slow = 'test/**/*.slow.test.ts';
/** Tests of what only computes: the rooms without a clock, and those that make text or figures of what they are given. */
const computing = [
  'model',
  'lattice',
  'governor',
  'engine',
  'experiment',
  'report',
  'config',
  'bench',
  'machine/simulated',
  'machine/replayed',
  'cli/arguments',
  'cli/render',
  'cli/view',
].map(room => `test/${room}/**/*.test.ts`);
/** Tests that mostly run compilers and programs to their end: nothing in them waits for a time. */
const building = [
  ...['docs', 'install', 'packaging', 'native/kmod'].map(room => `test/${room}/**/*.test.ts`),
  ...['arena', 'conformance', 'package'].map(name => `test/native/liblattice/${name}.test.ts`),
];
const reportTo = process.env.TEST_REPORT;

/** A file called *.slow.test.ts is slow, every other *.test.ts is quick; .ci/belongs.mjs holds this true. test/README.md tells more. */
export default defineConfig({
  test: {
    // Most of a test's time is waiting for a process, so more of them than there are cores.
    pool: 'forks',
    maxWorkers: 4,
    // For what will never come. On a machine with other work everything else still comes.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ['test/setup.ts'],
    reporters: reportTo === undefined ? ['default'] : ['default', ['json', { outputFile: reportTo }]],
    coverage: { include: ['src/**'] },
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [slow, ...computing, ...building] },
      },
      // To load vitest and `src` anew for each file costs more than these tests, and they leave nothing behind.
      { extends: true, test: { name: 'quick-computing', include: computing, exclude: [slow], isolate: false } },
      { extends: true, test: { name: 'quick-building', include: building, exclude: [slow] } },
      { extends: true, test: { name: 'slow', include: [slow] } },
    ],
  },
});
