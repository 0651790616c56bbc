import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nameOfProcess } from '../../../../src/machine/linux/procfs/process.js';
import { folderForTest } from '../../../fixtures/scratch.js';

it('names a process by its first thread, harmlessly, and none that is gone', () => {
  expect(nameOfProcess(process.pid)).toMatch(/^.{1,15}$/);
  const proc = folderForTest('proc');
  mkdirSync(join(proc, '7'));
  writeFileSync(join(proc, '7', 'comm'), 'a\u001b[2J\nb\n');
  expect(nameOfProcess(7, proc)).toBe('a?[2J?b');
  expect(nameOfProcess(8, proc)).toBeUndefined();
});
