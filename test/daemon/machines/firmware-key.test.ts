import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Status } from '../../../src/control/protocol/status.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const firmware = 'sys/firmware/acpi/platform_profile';
/** What comes within 3 s of a start or of a write of ours is the firmware's own doing. */
const echoMs = 5000;

function running(args: readonly string[] = []) {
  const tree = treeForTest('amd-pstate-epp');
  const daemon = new DaemonRun({ tree, args });
  const once = (what: string, is: (status: Status) => boolean) =>
    until(
      what,
      () => daemon.status(),
      status => status !== undefined && status.ticks > 0 && is(status),
    );
  const quiet = async () => {
    const since = (await once('its first tick', () => true))?.now ?? 0;
    await once('what may be an echo is over', ({ now }) => now - since > echoMs);
  };
  return { tree, daemon, once, quiet };
}

it('a laptop’s own key sets the profile: followed, left as it is, journaled, and no drift; a profile that is set afterwards is written', async () => {
  const { tree, daemon, once, quiet } = running();
  await quiet();
  tree.write(firmware, 'performance');
  const status = await once('performance', s => s.profile === 'performance');
  expect(status?.profileWhy).toBe('set by hand');
  await until(
    'EPP follows',
    () => tree.read(policyFile(0, 'energy_performance_preference')),
    word => word === 'performance',
  );
  expect(tree.read(firmware)).toBe('performance');
  await latticectl(['--runtime-dir', daemon.runtimeDir, 'set', 'power-saver']);
  await until(
    'our own write',
    () => tree.read(firmware),
    word => word === 'low-power',
  );
  await once('held', s => s.controls.some(c => c.name === 'platform_profile' && c.state === 'held'));
  await quiet();
  expect((await daemon.status())?.profile).toBe('power-saver');
  tree.write(firmware, 'balanced');
  await once('balanced', s => s.profile === 'balanced');
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  // What the key had made of it before we first wrote.
  expect(tree.read(firmware)).toBe('performance');
  expect(daemon.stderr).not.toContain('platform_profile drift');
  const reader = new JournalReader(join(daemon.stateDir, 'journal.db'));
  const events = reader
    .events()
    .filter(e => e.kind === 'profile')
    .reverse();
  reader.close();
  expect(events.map(({ what, detail }) => [what, (detail as { by?: string }).by ?? 'a person'])).toEqual([
    ['performance', 'firmware'],
    ['power-saver', 'a person'],
    ['balanced', 'firmware'],
  ]);
});

it('a daemon that only looks on follows no key', async () => {
  const { tree, daemon, once, quiet } = running(['--dry-run']);
  await quiet();
  tree.write(firmware, 'performance');
  const { ticks = 0 } = (await daemon.status()) ?? {};
  // On a quiet machine each is of 20 samples.
  await once('more ticks', s => s.ticks > ticks + 1);
  expect((await daemon.status())?.profile).toBe('balanced');
  expect(daemon.stderr).not.toContain('chosen');
});
