import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { serving, temporary } from '../../control/fixture.js';
import { eventually } from '../../fixtures/eventually.js';

const program = fileURLToPath(new URL('../../../dist/latticectl.js', import.meta.url));
const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC', SHELL: '/bin/sh', HOME: '/nonexistent' };

/** What a real multiplexer shows of `top`, and how it is used. */
interface Shown {
  readonly screen: () => string;
  readonly type: (keys: string) => void;
}

function told(command: string, args: readonly string[], own: Readonly<Record<string, string>> = {}): string {
  return spawnSync(command, args, { encoding: 'utf8', env: { ...env, ...own } }).stdout;
}

function inTmux(run: string, columns: number, lines: number): Shown {
  const socket = join(temporary(), 'tmux');
  const tmux = (...args: readonly string[]): string => told('tmux', ['-S', socket, '-f', '/dev/null', ...args]);
  tmux('new-session', '-d', '-x', `${columns}`, '-y', `${lines}`, run);
  tmux('set-option', '-g', 'remain-on-exit', 'on');
  onTestFinished(() => void tmux('kill-server'));
  return { screen: () => tmux('capture-pane', '-p'), type: keys => void tmux('send-keys', '-l', keys) };
}

function inScreen(run: string, columns: number, lines: number): Shown {
  const folder = temporary();
  const own = { SCREENDIR: folder, TERM: 'xterm-256color' };
  const screen = (...args: readonly string[]): string => told('screen', ['-S', 'top', ...args], own);
  // A terminal that is large enough shows it: a window without one has no size of its own.
  const line = `stty cols ${columns} rows ${lines}; screen -U -S top sh -c '${run}'`;
  const child = spawnSync('sh', ['-c', `(script -qefc "${line}" /dev/null >/dev/null 2>&1 </dev/zero &)`], {
    env: { ...env, ...own },
  });
  expect(child.status).toBe(0);
  onTestFinished(() => void screen('-X', 'quit'));
  const copy = join(folder, 'copy');
  return {
    screen: () => {
      screen('-X', 'hardcopy', copy);
      // It writes a byte for each character.
      return existsSync(copy) ? readFileSync(copy, 'latin1') : '';
    },
    type: keys => void screen('-X', 'stuff', keys),
  };
}

const there = (command: string): boolean => spawnSync('which', [command]).status === 0;

// .ci/run installs both, and fails where this is skipped.
const multiplexers = (
  [
    ['tmux', inTmux],
    ['screen', inScreen],
  ] as const
).flatMap(([name, inside]) =>
  (
    [
      [80, 24],
      [200, 50],
    ] as const
  ).map(([columns, lines]) => [name, columns, lines, inside] as const),
);

test.skipIf(!there('tmux') || !there('screen')).each(multiplexers)(
  'in %s of %i × %i all stands where it should, after help and back too',
  async (_name, columns, lines, inside) => {
    const { directory } = await serving();
    const run = `${process.execPath} ${program} top --runtime-dir ${directory}`;
    const { screen, type } = inside(run, columns, lines);
    const rows = (): string[] =>
      screen()
        .replace(/\n$/, '')
        .split('\n')
        .map(row => row.trimEnd().replaceAll(/[^ -~]/g, '?'));
    const whole = (): void => {
      const now = rows();
      expect(now[0]).toMatch(/^ lattice {2}linux \? balanced \? governing.*21:05:00$/);
      expect([...(now[0] ?? '')]).toHaveLength(columns);
      expect(now.findIndex(row => row.startsWith(' P-cores'))).toBeGreaterThan(2);
      expect(now.filter(row => row.startsWith(' policy'))).toHaveLength(2);
      expect(now[lines - 1]).toMatch(/^ q quit {2}\? help/);
      for (const row of now) expect([...row].length).toBeLessThanOrEqual(columns);
    };
    await eventually(whole);
    type('?');
    await eventually(() => expect(rows()).toContain(' q                    quit'));
    type('?');
    await eventually(whole);
    type('q');
  },
);
