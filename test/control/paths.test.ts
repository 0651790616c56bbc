import { expect, test } from 'vitest';
import {
  clientDirectories,
  daemonDirectories,
  defaultDirectories,
  journalPath,
  socketPath,
} from '../../src/control/paths.js';

const user = { uid: 1000, home: '/home/ada' };

test('root uses the system’s directories', () => {
  expect(defaultDirectories({ env: {}, uid: 0, home: '/root' })).toEqual({
    state: '/var/lib/lattice',
    runtime: '/run/lattice',
  });
});

test('what systemd sets comes first, the first of several', () => {
  const env = { STATE_DIRECTORY: '/var/lib/a:/var/lib/b', RUNTIME_DIRECTORY: '/run/a' };
  expect(defaultDirectories({ env, uid: 0, home: '/root' })).toEqual({ state: '/var/lib/a', runtime: '/run/a' });
});

test('a user has directories of their own, XDG’s where they are set and absolute', () => {
  const env = { XDG_STATE_HOME: '/home/ada/state', XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(defaultDirectories({ env, ...user })).toEqual({
    state: '/home/ada/state/lattice',
    runtime: '/run/user/1000/lattice',
  });
  expect(defaultDirectories({ env: { XDG_STATE_HOME: 'relative', XDG_RUNTIME_DIR: '' }, ...user })).toEqual({
    state: '/home/ada/.local/state/lattice',
    runtime: '/tmp/lattice-1000',
  });
});

test('a simulation keeps apart from real machines, even root’s; what systemd sets and what is given come first', () => {
  expect(daemonDirectories({}, { env: {}, uid: 0, home: '/root' }, true)).toEqual({
    state: '/root/.local/state/lattice-simulated',
    runtime: '/tmp/lattice-simulated-0',
  });
  const env = { STATE_DIRECTORY: '/var/lib/a' };
  expect(daemonDirectories({ runtimeDir: '/r' }, { env, uid: 0, home: '/root' }, true)).toEqual({
    state: '/var/lib/a',
    runtime: '/r',
  });
  expect(daemonDirectories({ stateDir: '/s' }, { env: {}, uid: 0, home: '/root' }, false)).toEqual({
    state: '/s',
    runtime: '/run/lattice',
  });
});

test('a client looks at its user’s daemon, its user’s simulation, the system’s daemon', () => {
  const runtimes = (uid: number) => clientDirectories({ env: {}, ...user, uid }).map(d => d.runtime);
  expect(runtimes(1000)).toEqual(['/tmp/lattice-1000', '/tmp/lattice-simulated-1000', '/run/lattice']);
  expect(runtimes(0)).toEqual(['/run/lattice', '/tmp/lattice-simulated-0']);
});

test('file names', () => {
  expect(socketPath('/run/lattice')).toBe('/run/lattice/control.sock');
  expect(journalPath('/var/lib/lattice')).toBe('/var/lib/lattice/journal.db');
});
