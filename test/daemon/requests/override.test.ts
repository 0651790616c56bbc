import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ControlClient } from '../../../src/control/client/client.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

/** A client of a daemon that has sampled. */
async function client(daemon: DaemonRun): Promise<ControlClient> {
  const made = await daemon.client();
  const ticks = () =>
    made.status().then(
      s => s.ticks,
      () => 0,
    );
  await until('a sample', ticks, n => n > 0);
  return made;
}

it('an override reaches the kernel, is explained, ends by itself, and all of it is journaled with who asked', async () => {
  const tree = treeForTest('intel-server');
  const before = tree.settings();
  const read = (path: string) => tree.read(path).trim();
  const daemon = new DaemonRun({ tree, injector: injectorForTest(tree) });
  const asking = await client(daemon);
  const maximum = policyFile(0, 'scaling_max_freq');
  const governor = policyFile(0, 'scaling_governor');
  const words = (await asking.description()).controls.find(c => c.name === 'policy0.governor')?.choices ?? [];
  const [other = ''] = words.filter(word => word !== before.get(governor)?.trim());
  const cap = 1_500_000;
  const args = ['override', '--max', `${cap}`, '--governor', other, '--for', '10s', '--runtime-dir', daemon.runtimeDir];
  expect(await latticectl(args)).toMatchObject({ code: 0, stderr: '' });
  await until(
    'the cap',
    () => read(maximum),
    text => text === `${cap}`,
  );
  expect(read(governor)).toBe(other);
  const [policy] = (await asking.status()).policies;
  expect(policy?.explanation).toMatch(
    new RegExp(
      `(to|at) 1.50 GHz because uid ${process.getuid?.()} \\(latticectl, pid \\d+\\) asked for it \\(override 1\\), until`,
    ),
  );
  await until(
    'the end of it',
    () => read(governor),
    text => text === before.get(governor)?.trim(),
  );
  await until(
    'the cap lifted',
    () => read(maximum),
    text => text !== `${cap}`,
  );
  asking.close();
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect([...tree.settings()].filter(([path, text]) => before.get(path) !== text)).toEqual([]);

  const reader = new JournalReader(join(daemon.stateDir, 'journal.db'));
  const events = reader
    .events()
    .filter(e => e.kind === 'override')
    .reverse();
  reader.close();
  expect(events).toMatchObject([
    { what: 'asked', detail: { id: 1, max: cap, governor: other, proved: true, uid: process.getuid?.() } },
    { what: 'over', detail: { id: 1, why: 'its time is up' } },
  ]);
  expect(events[0]?.detail.command).toContain('latticectl.js override --max 1500000');
});

it('a daemon that stops while something is overridden leaves the machine as it was', async () => {
  const tree = treeForTest('amd-pstate-epp');
  const before = tree.settings();
  const daemon = new DaemonRun({ tree, injector: injectorForTest(tree) });
  const asking = await client(daemon);
  const wish = { min: 900_000, max: 1_500_000, epp: 'power', boost: false };
  await asking.change({ op: 'override', wish, lasting: { for: 3600 } });
  await asking.change({ op: 'hold', profile: 'performance', reason: 'a test', app: 'vitest' });
  const maximum = policyFile(0, 'scaling_max_freq');
  await until(
    'the cap',
    () => tree.read(maximum),
    text => text === '1500000',
  );
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect([...tree.settings()].filter(([path, text]) => before.get(path) !== text)).toEqual([]);
});

it('what is left of an override and the hold of a process outlive the daemon, also one that was killed', async () => {
  const stateDir = folderForTest('state');
  const again = async () => {
    const daemon = new DaemonRun({ args: ['--simulate', '--state-dir', stateDir] });
    return { daemon, asking: await client(daemon) };
  };
  const first = await again();
  await first.asking.change({ op: 'override', wish: { max: 1_200_000 }, lasting: { for: 3600 } });
  await first.asking.change({ op: 'hold', profile: 'power-saver', reason: 'a test', app: 'vitest' });
  await until(
    'the cap',
    () => first.asking.status(),
    s => s.policies[0]?.limits.max === 1_200_000,
  );
  first.daemon.process.kill('SIGKILL');
  await first.daemon.gone();

  const second = await again();
  const status = await until(
    'the cap',
    () => second.asking.status(),
    s => s.policies[0]?.limits.max === 1_200_000,
  );
  expect(status).toMatchObject({
    profile: 'power-saver',
    asked: { chosen: 'balanced', holds: [{ app: 'vitest' }], overrides: [{ id: 1, wish: { max: 1_200_000 } }] },
  });
  expect(status.asked.overrides[0]?.remaining).toBeLessThan(3600);
  // Whoever connects anew is not the connection that the hold was bound to.
  second.asking.close();
  expect(await (await client(second.daemon)).requests()).toMatchObject({ holds: [{ app: 'vitest' }] });
});

it('a holder that is killed holds nothing any more', async () => {
  const daemon = new DaemonRun({ args: ['--simulate'] });
  const asking = await client(daemon);
  const { spawn } = await import('node:child_process');
  const program = join(import.meta.dirname, '../../../dist/latticectl.js');
  const holder = spawn(process.execPath, [program, '--runtime-dir', daemon.runtimeDir, 'launch', 'sleep', '300']);
  await until(
    'the hold',
    () => asking.requests(),
    w => w.profile === 'performance',
  );
  holder.kill('SIGKILL');
  await until(
    'its end',
    () => asking.requests(),
    w => w.profile === 'balanced' && w.holds.length === 0,
  );
});

it('out of the machine’s range nothing is written, and the range is named', async () => {
  const daemon = new DaemonRun({ args: ['--simulate'] });
  const asking = await client(daemon);
  const far = asking.change({ op: 'override', wish: { max: 99_000_000 }, lasting: { for: 60 } });
  await expect(far).rejects.toThrow('max 99.00 GHz, expected 0.80 GHz to 4.60 GHz');
  expect((await asking.requests()).overrides).toEqual([]);
});
