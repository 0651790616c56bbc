import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { serving, temporary } from '../../control/fixture.js';
import { MadeSource } from '../../control/made.js';
import { eventually } from '../../fixtures/eventually.js';

const program = fileURLToPath(new URL('../../../dist/latticectl.js', import.meta.url));
const entered = '\u001b[?1049h';
const left = '\u001b[?25h\u001b[?1049l';

/** Runs `latticectl top` on a terminal of 80 × 24 that util-linux's `script` makes; its shell says how the program ended. */
function top(runtimeDir: string): { child: ChildProcess; shown: () => string } {
  const line = `stty cols 80 rows 24; '${process.execPath}' '${program}' top --runtime-dir '${runtimeDir}'; echo "ended $?"`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, shown: () => text };
}

test('top takes the terminal, follows the daemon, and gives the terminal back', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  expect(shown()).toContain(entered);
  expect(shown()).not.toContain(left);
  source.tick({ profile: 'power-saver' });
  await eventually(() => expect(shown()).toContain('power-saver'));
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
  expect(shown().indexOf(left)).toBeGreaterThan(shown().indexOf(entered));
});

test('only what changed is drawn again', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  source.tick({ profile: 'power-saver' });
  await eventually(() => expect(shown()).toContain('power-saver'));
  expect(shown().split('q quit')).toHaveLength(2);
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
});

test('a daemon that is restarted is waited for', async () => {
  const { directory, path, server } = await serving();
  const { child, shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  await server.close();
  await eventually(() => expect(shown()).toContain('latticed is gone'));
  const again = new MadeSource();
  again.tick({ profile: 'performance' });
  expect(path).toContain(directory);
  await serving(again, undefined, directory);
  await eventually(() => expect(shown()).toContain('performance'));
  child.stdin?.write('\u0003');
  await eventually(() => expect(shown()).toContain('ended 0'));
  expect(shown()).toContain(left);
});

test('a fault gives the terminal back before it is told', async () => {
  const { directory, source } = await serving();
  const { shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  // A status that no daemon of this version sends.
  Reflect.deleteProperty(source.now, 'policies');
  source.tick();
  await eventually(() => expect(shown()).toContain('ended '));
  expect(shown()).not.toContain('ended 0');
  expect(shown().indexOf('TypeError')).toBeGreaterThan(shown().indexOf(left));
});

test('without a daemon the terminal is not touched', async () => {
  const { shown } = top(temporary());
  await eventually(() => expect(shown()).toContain('ended 1'));
  expect(shown()).toContain('no latticed running');
  expect(shown()).not.toContain(entered);
});
