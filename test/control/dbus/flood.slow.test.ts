import { expect, it } from 'vitest';
import { Bus } from '../../../src/control/dbus/bus.js';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';

/** The bus lets one connection wait for 128 replies. */
const [connections, callsOfEach, rounds] = [20, 100, 3];

it('a flood of calls puts nothing back: more than 256 at a time are refused, and the next one is answered', async () => {
  const bus = await new SystemBus().start();
  const tree = treeForTest('amd-pstate-epp');
  const before = tree.settings();
  const daemon = new DaemonRun({ tree, env: bus.env });
  const changed = () => [...tree.settings()].filter(([path, value]) => before.get(path)?.trim() !== value.trim());
  await until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );
  await until('writes', changed, list => list.length > 0);
  const [{ name, path } = { name: '', path: '' }] = layouts;
  const clients = await Promise.all(
    Array.from({ length: connections }, () => Bus.open(`unix:path=${bus.socket}`, () => undefined)),
  );
  const release = (client: Bus): Promise<string> =>
    client.call(name, path, name, 'ReleaseProfile', 'u', [4711]).then(() => 'released', String);
  const refusals: string[] = [];
  for (let round = 0; round < rounds; round++)
    refusals.push(
      ...(await Promise.all(clients.flatMap(client => Array.from({ length: callsOfEach }, () => release(client))))),
    );
  expect(refusals).toHaveLength(connections * callsOfEach * rounds);
  expect(refusals).not.toContain('released');
  expect(refusals.filter(text => text.includes('256 calls are being answered')).length).toBeGreaterThan(0);
  expect(await release(clients[0] as Bus)).not.toContain('256 calls');
  const ticks = (await daemon.status())?.ticks ?? 0;
  await until(
    'another tick',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > ticks,
  );
  expect(await daemon.status()).toMatchObject({ mode: 'govern', profile: 'balanced' });
  expect(changed()).not.toEqual([]);
  expect(daemon.stderr).not.toContain('put back');
  for (const client of clients) client.close();
});
