import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { serving, temporary } from '../../control/fixture.js';
import { MadeSource } from '../../control/made.js';

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

const wait = { timeout: 15_000, interval: 20 };

test('top takes the terminal, follows the daemon, and gives the terminal back', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await vi.waitFor(() => expect(shown()).toContain('q quit'), wait);
  expect(shown()).toContain(entered);
  expect(shown()).not.toContain(left);
  source.tick({ profile: 'power-saver' });
  await vi.waitFor(() => expect(shown()).toContain('power-saver'), wait);
  child.stdin?.write('q');
  await vi.waitFor(() => expect(shown()).toContain('ended 0'), wait);
  expect(shown().indexOf(left)).toBeGreaterThan(shown().indexOf(entered));
});

test('only what changed is drawn again', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await vi.waitFor(() => expect(shown()).toContain('q quit'), wait);
  source.tick({ profile: 'power-saver' });
  await vi.waitFor(() => expect(shown()).toContain('power-saver'), wait);
  expect(shown().split('q quit')).toHaveLength(2);
  child.stdin?.write('q');
  await vi.waitFor(() => expect(shown()).toContain('ended 0'), wait);
});

test('a daemon that is restarted is waited for', async () => {
  const { directory, path, server } = await serving();
  const { child, shown } = top(directory);
  await vi.waitFor(() => expect(shown()).toContain('q quit'), wait);
  await server.close();
  await vi.waitFor(() => expect(shown()).toContain('latticed is gone'), wait);
  const again = new MadeSource();
  again.tick({ profile: 'performance' });
  expect(path).toContain(directory);
  await serving(again, undefined, directory);
  await vi.waitFor(() => expect(shown()).toContain('performance'), wait);
  child.stdin?.write('\u0003');
  await vi.waitFor(() => expect(shown()).toContain('ended 0'), wait);
  expect(shown()).toContain(left);
});

test('a fault gives the terminal back before it is told', async () => {
  const { directory, source } = await serving();
  const { shown } = top(directory);
  await vi.waitFor(() => expect(shown()).toContain('q quit'), wait);
  // A status that no daemon of this version sends.
  Reflect.deleteProperty(source.now, 'policies');
  source.tick();
  await vi.waitFor(() => expect(shown()).toContain('ended '), wait);
  expect(shown()).not.toContain('ended 0');
  expect(shown().indexOf('TypeError')).toBeGreaterThan(shown().indexOf(left));
});

test('without a daemon the terminal is not touched', async () => {
  const { shown } = top(temporary());
  await vi.waitFor(() => expect(shown()).toContain('ended 1'), wait);
  expect(shown()).toContain('no latticed running');
  expect(shown()).not.toContain(entered);
});
