import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { notifier } from '../../src/daemon/notify.js';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { until } from '../rig/poll.js';

const launcher = join(dirname(helperPath()), 'lattice-exec');

/** Node has no unix datagrams, so systemd's side is played by Python: each datagram becomes one line of JSON. */
const receiver = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace('@', '\\0', 1))
print('"bound"', flush=True)
while True: print(json.dumps(s.recv(4096).decode()), flush=True)
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** A notification socket of one test, and what has come to it. */
async function listening(path: string): Promise<readonly string[]> {
  const child = spawn('python3', ['-c', receiver, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const received: string[] = [];
  child.stdout.on('data', () => {
    const lines = text.split('\n').slice(0, -1);
    received.splice(0, received.length, ...lines.slice(1).map(line => JSON.parse(line) as string));
  });
  await until(
    'the notification socket',
    () => text,
    seen => seen.includes('bound'),
  );
  return received;
}

describe('systemd, played by a datagram socket', () => {
  it.skipIf(!hasPython)(
    'hears READY, the watchdog and STOPPING of the daemon behind lattice-exec (needs python3)',
    async () => {
      const socket = join(folderForTest('notify'), 'notify');
      const received = await listening(socket);
      const daemon = new DaemonRun({
        tree: treeForTest('intel-hybrid'),
        through: launcher,
        env: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '200000' },
      });
      await until(
        'READY',
        () => received[0],
        text => text !== undefined,
      );
      expect(received[0]).toMatch(/^READY=1\nSTATUS=governing linux \(tree at .*\), profile balanced$/);
      await until(
        'the watchdog',
        () => received.filter(text => text === 'WATCHDOG=1').length,
        count => count >= 3,
      );
      daemon.process.kill('SIGTERM');
      expect(await daemon.left(), daemon.stderr).toBe(0);
      await until(
        'STOPPING',
        () => received.at(-1),
        text => text === 'STOPPING=1',
      );
      expect(received.filter(text => text.startsWith('READY=1'))).toHaveLength(1);
    },
  );

  it.skipIf(!hasPython)('may live in the abstract namespace (needs python3)', async () => {
    const socket = `@lattice-test-${process.pid}`;
    const received = await listening(socket);
    const script = 'require("node:fs").writeSync(Number(process.env.LATTICE_NOTIFY_FD), "READY=1")';
    const { status } = spawnSync(launcher, [process.execPath, '-e', script], {
      env: { ...process.env, NOTIFY_SOCKET: socket },
    });
    expect(status).toBe(0);
    await until(
      'READY',
      () => received,
      seen => seen.length === 1,
    );
  });
});

describe('lattice-exec', () => {
  it('becomes the program, with its arguments and its status', () => {
    expect(spawnSync(launcher, [process.execPath, '-e', 'process.exit(Number(process.argv[1]))', '7']).status).toBe(7);
  });

  it('goes on without systemd, and says so when its socket is not there', () => {
    const { status, stderr } = spawnSync(launcher, [process.execPath, '-e', '0'], {
      env: { ...process.env, NOTIFY_SOCKET: join(folderForTest('notify'), 'absent') },
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stderr).toContain('cannot connect to NOTIFY_SOCKET=');
  });

  it('ends with 2 without a program and with 127 for one that is not there', () => {
    expect(spawnSync(launcher).status).toBe(2);
    expect(spawnSync(launcher, ['no-such-program']).status).toBe(127);
    expect(existsSync(launcher)).toBe(true);
  });
});

describe('notifier', () => {
  it('is silent when systemd did not start us', () => {
    const notify = notifier({}, () => undefined);
    notify.ready('x');
    notify.alive(0);
    notify.stopping();
  });

  it('does not end the daemon when systemd stops listening', () => {
    const fd = openSync(join(folderForTest('notify'), 'file'), 'w');
    const told: string[] = [];
    const notify = notifier({ LATTICE_NOTIFY_FD: `${fd}`, WATCHDOG_USEC: '1000' }, (_, text) => told.push(text));
    closeSync(fd);
    expect(() => notify.ready('x')).not.toThrow();
    expect(() => notify.alive(1e6)).not.toThrow();
    expect(() => notify.stopping()).not.toThrow();
    expect(told).toHaveLength(3);
  });
});
