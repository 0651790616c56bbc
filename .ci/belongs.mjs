// Fails on a test file that no runner would run, or that two would: a test that nobody runs cannot fail.
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';

const vitest = 'node_modules/vitest/vitest.mjs';
/** The files that a run with these options would take. */
function taken(...options) {
  const listed = execFileSync(process.execPath, [vitest, 'list', '--filesOnly', '--json', ...options]);
  return JSON.parse(listed).map(({ file }) => relative('.', file));
}
const runners = [
  ['npm test', taken('--project', 'quick*')],
  ['npm run test:slow', taken('--project', 'slow')],
  ['npm run test:rig', taken('--config', 'test/rig/vitest.config.ts')],
];

// Whatever calls itself a test, wherever it stands; untracked files too, since they are about to be tracked.
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
const all = listed.split('\n');
const files = all.filter(file => /[._](tests?|spec|rig)\.[cm]?[jt]sx?$/.test(file));
let wrong = 0;
// pytest takes test/python/test_NAME.py and no other file.
const lost = all.filter(
  file => /(^|\/)test_[^/]*\.py$|_test\.py$/.test(file) && !/^test\/python\/test_[^/]*\.py$/.test(file),
);
for (const file of lost) {
  wrong++;
  console.error(`${file}: run by nothing, expected in test/python as test_NAME.py`);
}
for (const file of files) {
  const by = runners.filter(([, list]) => list.includes(file)).map(([name]) => name);
  if (by.length === 1) continue;
  wrong++;
  console.error(`${file}: run by ${by.length === 0 ? 'nothing' : by.join(' and ')}, expected one of them`);
}
console.log(runners.map(([name, list]) => `${name}: ${list.length} files`).join(', '));
process.exitCode = wrong === 0 && files.length > 0 ? 0 : 1;
