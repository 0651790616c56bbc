import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '../..');

/** One part is one file and one boot. Parts run one after the other: two emulated machines would starve each other. */
export default defineConfig({
  test: {
    root,
    include: ['test/rig/**/*.rig.ts'],
    globalSetup: [join(import.meta.dirname, 'prepare.ts')],
    fileParallelism: false,
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { concurrent: false },
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results/rig.json' }]] : ['default'],
  },
});
