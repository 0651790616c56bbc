import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHelper, spawnHelper } from '../../../src/machine/linux/helper/connection.js';
import { type Act, fakeHelper, message, plainHello } from '../../fixtures/fake-helper.js';
import { HelperRun } from '../../fixtures/helper.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';

/** A client of a program at `path`, not started yet. */
function clientOf(path: string): HelperRun {
  const tree = treeForTest('no-cpufreq');
  const runtimeDir = folderForTest('run');
  const run = new HelperRun(tree, {
    runtimeDir,
    open: () => spawnHelper({ path, root: tree.root, runtimeDir, readOnly: false }, () => undefined),
  });
  onTestFinished(async () => {
    await run.machine.stop();
  });
  return run;
}

const clientOfActs = (...acts: readonly Act[]): HelperRun => clientOf(fakeHelper(acts));

describe('a helper that cannot be reached', () => {
  it('is named with its path and what to do when it is missing', async () => {
    const path = join(folderForTest('run'), 'lattice-helper');
    await expect(clientOf(path).start()).rejects.toThrow(
      `no lattice-helper at ${path}: build it with \`make -C native\` or set LATTICE_HELPER`,
    );
  });

  it('is named when it may not be executed', async () => {
    const path = join(folderForTest('run'), 'lattice-helper');
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    await expect(clientOf(path).start()).rejects.toThrow('may not be executed by this user');
  });

  it('is named with its exit code when it leaves before it spoke', async () => {
    await expect(clientOfActs({ write: [], exit: 3 }).start()).rejects.toThrow('lattice-helper exited with 3');
  });

  it('is named with the socket when nobody listens', async () => {
    const path = join(folderForTest('run'), 'helper.sock');
    const run = new HelperRun(treeForTest('no-cpufreq'), { open: () => connectHelper(path) });
    await expect(run.start()).rejects.toThrow(`lattice-helper at ${path}: connect ENOENT`);
  });
});

describe('a helper of another protocol version', () => {
  it('is refused with both versions and what to install', async () => {
    const run = clientOfActs({ write: [message({ t: 'hello', protocol: 2, version: '0.9.0' })] });
    await expect(run.start()).rejects.toThrow(
      'lattice-helper 0.9.0 speaks protocol 2, expected 1: install helper and engine from the same release',
    );
  });

  it('is refused when its hello lacks fields', async () => {
    const run = clientOfActs({ write: [message(plainHello({ topology: null }))] });
    await expect(run.start()).rejects.toThrow('a hello without its fields; is this lattice-helper?');
  });
});

describe('garbage from a helper that spoke before', () => {
  const good: Act = { write: [message(plainHello())] };

  it.each([
    ['text', Buffer.from('Segmentation fault (core dumped)\n'), 'frame length'],
    [
      'a sample of another machine',
      Buffer.from([33, 0, 0, 0, 0x53, ...new Uint8Array(32)]),
      'sample of 2 values, hello named 1',
    ],
    ['a message without a type', message({ hello: 1 }), 'a message without a type'],
  ])('%s: the machine is lost, and reached again', async (_, bytes, words) => {
    const run = clientOfActs({ write: [message(plainHello({ boot_id: 'first' }))], reply: bytes }, good);
    await run.start();
    run.machine.beat(5);
    await until(
      'another hello',
      () => run.hellos.length,
      count => count >= 2,
    );
    expect(run.lost).toEqual([expect.stringContaining(`lattice-helper broke the protocol: ${words}`)]);
    expect(run.hellos.map(h => h.bootId)).toEqual(['first', 'b']);
  });

  it('a frame cut by the end of the stream is no message', async () => {
    const run = clientOfActs(
      { write: [message(plainHello()), message(plainHello({ boot_id: 'cut' })).subarray(0, 60)], exit: 1 },
      good,
    );
    await run.start();
    await until(
      'another hello',
      () => run.hellos.length,
      count => count >= 2,
    );
    expect(run.lost).toEqual(['lattice-helper exited with 1']);
    expect(run.hellos.map(h => h.bootId)).toEqual(['b', 'b']);
  });

  it('a set under way is answered with ECONNRESET and what was wanted', async () => {
    const run = clientOfActs({ write: [message(plainHello())] }, good);
    await run.start();
    const { results } = await run.machine.set({ 'policy0.max_freq': 5 }, 5);
    expect(results).toEqual({
      'policy0.max_freq': { errno: 'ECONNRESET', why: 'lattice-helper exited with 0', wanted: 5 },
    });
  });

  it('the last words of a helper that leaves are heard', async () => {
    const notices = Array.from({ length: 600 }, (_, i) => message({ t: 'notice', what: `${i}`, why: 'x'.repeat(400) }));
    const run = clientOfActs({ write: [message(plainHello())], reply: Buffer.concat(notices), leaves: true }, good);
    await run.start();
    run.machine.beat(5);
    await until(
      'lost',
      () => run.lost.length,
      count => count === 1,
    );
    expect(run.notices.map(n => n.what)).toEqual(notices.map((_, i) => `${i}`));
  });

  it('a set while it is away is answered at once', async () => {
    const run = clientOfActs({ write: [message(plainHello())], exit: 1 }, { write: [], exit: 1 });
    await run.start();
    await until(
      'lost',
      () => run.lost.length,
      count => count >= 1,
    );
    const { results } = await run.machine.set({ 'policy0.max_freq': 5 }, 5);
    expect(results['policy0.max_freq']).toMatchObject({ errno: 'ECONNRESET', why: 'lattice-helper is away' });
  });
});
