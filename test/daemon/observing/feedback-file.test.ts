import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFeedback, writeFeedback } from '../../../src/daemon/observing/feedback-file.js';
import type { Opinion } from '../../../src/governor/budget/feedback.js';
import { folderForTest } from '../../fixtures/scratch.js';

const opinion: Opinion = { profile: 'balanced', source: 'battery', level: -0.7, at: 1e12 };

test('what was written is read, and nothing lies beside it', () => {
  const folder = join(folderForTest('state'), 'made');
  const path = join(folder, 'feedback.json');
  expect(readFeedback(path)).toEqual([]);
  writeFeedback(path, [opinion, { ...opinion, source: 'mains' }]);
  writeFeedback(path, [opinion]);
  expect(readFeedback(path)).toEqual([opinion]);
  expect(readdirSync(folder)).toEqual(['feedback.json']);
  expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
});

test.each([
  ['', 'not JSON'],
  ['{"version":1,"opin', 'not JSON'],
  ['[]', 'expected an object of version 1'],
  ['{"version":2,"opinions":[]}', 'expected an object of version 1'],
  ['{"version":1}', 'opinions: expected a list'],
  [
    '{"version":1,"opinions":[{"profile":"turbo","source":"mains","level":0,"at":0}]}',
    'opinions[0]: {"profile":"turbo"',
  ],
  ['{"version":1,"opinions":[{"profile":"balanced","source":"sun","level":0,"at":0}]}', 'opinions[0]: '],
  ['{"version":1,"opinions":[{"profile":"balanced","source":"mains","level":null,"at":0}]}', 'opinions[0]: '],
])('%s is refused, and the file named', (text, words) => {
  const path = join(folderForTest('state'), 'feedback.json');
  writeFileSync(path, text);
  expect(() => readFeedback(path)).toThrow(path);
  expect(() => readFeedback(path)).toThrow(words);
});
