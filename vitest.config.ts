import { defineConfig } from 'vitest/config';
import './test/seed.js';

const slow = 'test/**/*.slow.test.ts';
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
      // Files one after the other in the same four workers: to load vitest and `src` anew for each costs more than most files' tests. So a file
      // leaves its process as it found it: environment, spies, timers, children.
      { extends: true, test: { name: 'quick', include: ['test/**/*.test.ts'], exclude: [slow], isolate: false } },
      { extends: true, test: { name: 'slow', include: [slow] } },
    ],
  },
});
