import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/file.js';
import { defaultRetention, type Retention } from '../../src/journal/retention.js';
import { folderForTest } from '../fixtures/scratch.js';

async function read(...lines: readonly string[]): Promise<Retention> {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, ['[journal]', ...lines].join('\n'));
  return (await loadConfig(file, true)).journal;
}

const hour = 3_600_000;

it('takes spans, and leaves the rest as it is', async () => {
  expect(await read()).toEqual(defaultRetention);
  expect(await read('keep_10s = "36h"', 'keep_15min = "2y"', 'keep_decisions = "forever"')).toEqual({
    ...defaultRetention,
    slot10s: 36 * hour,
    slot15min: 2 * 365 * 24 * hour,
    decisions: Number.POSITIVE_INFINITY,
  });
});

it.each([
  [['keep_10s = 2'], /lattice.toml:2: journal.keep_10s: expected a string/],
  [['', 'keep_10s = "2 days"'], /lattice.toml:3: journal.keep_10s: expected "forever" or a span such as "36h"/],
  [['keep_10s = "0d"'], /expected "forever" or a span/],
  [['keep_10s = "5w"'], /lattice.toml:2: journal.keep_10s: expected keep_10s to be no longer than keep_1min/],
  [['keep_15min = "2w"'], /lattice.toml:2: journal.keep_15min: expected keep_1min to be no longer than keep_15min/],
  [['keep_1h = "2d"'], /lattice.toml:2: journal.keep_1h: unknown key/],
])('%j is refused in words', async (lines, message) => {
  await expect(read(...lines)).rejects.toThrow(message);
});
