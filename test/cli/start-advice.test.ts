import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAdvice } from '../../src/cli/start-advice.js';
import { folderForTest } from '../fixtures/scratch.js';

test('where no unit is installed nobody is sent to systemctl', () => {
  const [none, units] = [folderForTest('none'), folderForTest('units')];
  expect(startAdvice([none])).toMatch(/^start it with `npm start`/);
  writeFileSync(join(units, 'latticed.service'), '');
  expect(startAdvice([none, units])).toBe('start it with `systemctl start latticed`');
});
