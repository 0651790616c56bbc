import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { serving, temporary } from '../../control/fixture.js';
import { MadeSource } from '../../control/made.js';
import { eventually } from '../../fixtures/eventually.js';

const program = fileURLToPath(new URL('../../../dist/latticectl.js', import.meta.url));
const entered = '\u001b[?1049h';
const left = '\u001b[?25h\u001b[?1049l';

/** Runs `latticectl top` on a terminal of 80 × 24 that util-linux's `script` makes; its shell says which process it is and how it ended. */
function top(
  runtimeDir: string,
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; shown: () => string; signal: (name: NodeJS.Signals) => void } {
  const run = `'${process.execPath}' '${program}' top --runtime-dir '${runtimeDir}'`;
  const line = `stty cols 80 rows 24; sh -c 'echo "pid $$"; exec "$@"' sh ${run}; echo "ended $?"; stty -a | grep -c '[^-]icanon'`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const signal = (name: NodeJS.Signals): void => {
    process.kill(Number(/pid (\d+)/.exec(text)?.[1]), name);
  };
  return { child, shown: () => text, signal };
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

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s gives the terminal back', async name => {
  const { directory } = await serving();
  const { shown, signal } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  signal(name);
  // The shell's own terminal is as it was: it reads lines again.
  await eventually(() => expect(shown()).toMatch(/ended \d+\s+1\s/));
  expect(shown().indexOf(left)).toBeGreaterThan(shown().indexOf(entered));
});

test('stopped from outside it gives the terminal back, and takes it again when it goes on', async () => {
  const { directory } = await serving();
  const { child, shown, signal } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  signal('SIGTSTP');
  await eventually(() => expect(shown()).toContain(left));
  expect(shown().split(entered)).toHaveLength(2);
  signal('SIGCONT');
  await eventually(() => expect(shown().split(entered)).toHaveLength(3));
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
});

test('keys set a profile and a limit for a time, and say so; a refusal is told', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  child.stdin?.write('f');
  await eventually(() => expect(shown()).toContain('1 performance  2 balanced  3 power-saver'));
  expect(source.changes).toEqual([]);
  child.stdin?.write('3');
  await eventually(() => expect(shown()).toContain('power-saver is set'));
  child.stdin?.write('o');
  await eventually(() => expect(shown()).toContain('at most 3.10 GHz for 15 min?'));
  child.stdin?.write('\u001b[D\u001b[A\r');
  await eventually(() => expect(shown()).toContain('the limit is set'));
  expect(source.changes.map(c => c.change)).toMatchObject([
    { op: 'set', profile: 'power-saver' },
    { op: 'override', wish: { max: 3_000_000 }, lasting: { for: 3600 } },
  ]);
  source.failure = 'no permission here';
  child.stdin?.write('f1');
  await eventually(() => expect(shown()).toContain('no permission here'));
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
});

test('frames are drawn between the marks of a synchronized one alone, with the cursor hidden', async () => {
  const { directory, source } = await serving();
  const { child, shown } = top(directory);
  await eventually(() => expect(shown()).toContain('q quit'));
  source.tick({ profile: 'power-saver', now: source.now.now + 1000 });
  await eventually(() => expect(shown()).toContain('power-saver'));
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
  const inside = shown().slice(shown().indexOf(entered), shown().indexOf(`\u001b[?7h${left}`));
  expect(inside).toContain('\u001b[?25l');
  const [, ...frames] = inside.split('\u001b[?2026h');
  expect(frames.length).toBeGreaterThanOrEqual(2);
  // Nothing is drawn but between the marks.
  for (const frame of frames) expect(frame.slice(frame.indexOf('\u001b[?2026l'))).toBe('\u001b[?2026l');
});

test('NO_COLOR is respected', async () => {
  const { directory } = await serving();
  const { child, shown } = top(directory, { NO_COLOR: '1' });
  await eventually(() => expect(shown()).toContain('q quit'));
  child.stdin?.write('q');
  await eventually(() => expect(shown()).toContain('ended 0'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
  expect(shown()).not.toMatch(/\u001b\[[0-9;]*m/);
});

test('a dumb terminal gets plain lines', async () => {
  const { directory, source } = await serving();
  const { shown, signal } = top(directory, { TERM: 'dumb' });
  await eventually(() => {
    source.tick();
    expect(shown()).toContain('policy0 2.40 GHz within 0.80–3.10 GHz');
  });
  expect(shown()).not.toContain('\u001b');
  signal('SIGTERM');
  await eventually(() => expect(shown()).toContain('ended'));
});
