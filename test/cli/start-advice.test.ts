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

// Who had installed it with npm was sent to a checkout that there was not.
test('where npm installed it the script is named by its path', () => {
  const advice = startAdvice([folderForTest('none')], '/usr/lib/node_modules/lattice-governor');
  expect(advice).toContain('sudo sh /usr/lib/node_modules/lattice-governor/systemd/install.sh');
  expect(advice).toContain('systemctl enable --now lattice-helper latticed');
});
