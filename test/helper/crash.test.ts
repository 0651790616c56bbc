import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { helperPid, runs } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

describe('SIGKILL of the helper', () => {
  it('its successor restores before its hello, and the engine learns of both', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const run = await helperForTest(tree, { injector: injectorForTest(tree) });
    await run.set({ 'policy0.max_freq': 1_000_000, 'policy4.epp': 'power', boost: 0 });
    const { epoch } = run.hello;
    const killed = await helperPid(run.runtimeDir);
    process.kill(killed, 'SIGKILL');
    await until(
      'a second hello',
      () => run.hellos.length,
      count => count === 2,
    );
    expect(tree.settings()).toEqual(before);
    expect(run.lost).toEqual(['lattice-helper was killed by SIGKILL']);
    expect(run.hello.epoch).toBeGreaterThan(epoch);
    expect(run.control('policy0.max_freq')?.value).toBe(4_700_000);
    await until(
      'told',
      () => run.restored.map(r => r.why),
      whys => whys.includes('start'),
    );
    expect(await helperPid(run.runtimeDir)).not.toBe(killed);
  });

  it('with a set under way: the set is answered with ECONNRESET', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree, { injector: injectorForTest(tree, ['settle * 500']) });
    const pid = await helperPid(run.runtimeDir);
    // Stopped, it takes the request but can't answer.
    process.kill(pid, 'SIGSTOP');
    const outcome = run.machine.set({ 'policy0.max_freq': 1_000_000 }, 5);
    process.kill(pid, 'SIGKILL');
    expect((await outcome).results).toEqual({
      'policy0.max_freq': { errno: 'ECONNRESET', why: 'lattice-helper was killed by SIGKILL', wanted: 1_000_000 },
    });
  });

  it('over and over: each successor comes up, and the first values are what is put back at the end', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const before = tree.settings();
    const run = await helperForTest(tree, { injector: injectorForTest(tree) });
    for (let i = 1; i <= 4; i++) {
      await run.set({ 'policy0.max_freq': 1_000_000 * i, 'policy1.epp': 'power' });
      process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
      await until(
        'another hello',
        () => run.hellos.length,
        count => count > i,
      );
    }
    await run.machine.stop();
    expect(tree.settings()).toEqual(before);
  });
});

it('SIGKILL between two writes of one set: the successor puts back what was written', async () => {
  const tree = treeForTest('intel-hybrid');
  const before = tree.settings();
  const run = await helperForTest(tree, { injector: injectorForTest(tree) });
  const pid = await helperPid(run.runtimeDir);
  const sets = Array.from({ length: 40 }, (_, i) =>
    run.machine.set({ [`policy${i % 8}.max_freq`]: 1_000_000 + i * 1000 }, 60),
  );
  await until(
    'something was written',
    () => tree.read(policyFile(0, 'scaling_max_freq')),
    khz => khz !== '4700000',
    { every: 0 },
  );
  process.kill(pid, 'SIGKILL');
  await Promise.all(sets);
  await until(
    'a second hello',
    () => run.hellos.length,
    count => count === 2,
  );
  expect(tree.settings()).toEqual(before);
});

it("a second helper in the same runtime folder is refused: it would take the first one's baseline for a dead one's", async () => {
  const tree = treeForTest('intel-hybrid');
  const run = await helperForTest(tree);
  await run.set({ 'policy0.max_freq': 1_000_000 });
  const first = await helperPid(run.runtimeDir);
  await expect(helperForTest(tree, { runtimeDir: run.runtimeDir })).rejects.toThrow('lattice-helper exited with 1');
  expect(runs(first)).toBe(true);
  expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('1000000');
});

// Elsewhere than as root there is nothing that a helper could write, and so nothing to lock.
it.runIf(process.getuid?.() === 0)(
  'a second helper for the real machine is refused whatever its runtime folder',
  async () => {
    const start = () => {
      const runtime = folderForTest('lock');
      return spawn(helperPath(), ['--stdio', '--runtime-dir', runtime], { stdio: ['pipe', 'pipe', 'pipe'] });
    };
    const first = start();
    await once(first.stdout, 'data');
    const second = start();
    const said: Buffer[] = [];
    second.stderr.on('data', (text: Buffer) => said.push(text));
    const [status] = await once(second, 'close');
    first.stdin.end();
    await once(first, 'exit');
    expect(status).toBe(1);
    expect(Buffer.concat(said).toString()).toContain('one helper a machine');
  },
);
