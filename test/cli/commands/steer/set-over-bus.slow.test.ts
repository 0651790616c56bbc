import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { DaemonRun } from '../../../fixtures/daemon.js';
import { forEverybody } from '../../../fixtures/for-everybody.js';
import { SystemBus } from '../../../fixtures/system-bus.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { until } from '../../../rig/poll.js';

const { node, latticectl, remove } = forEverybody();
afterAll(remove);
const nobody = 65_534;

/** `latticectl set` of a user outside of the group, at a machine whose polkit has these rules. */
async function setAsNobody(rules: string, profile: string) {
  const bus = await new SystemBus().start();
  await bus.polkit(rules);
  const daemon = new DaemonRun({ tree: treeForTest('amd-pstate-epp'), env: bus.env });
  await until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );
  chmodSync(daemon.runtimeDir, 0o755);
  const args = [latticectl, 'set', profile, '--runtime-dir', daemon.runtimeDir];
  const child = spawn(node, args, { cwd: '/', uid: nobody, gid: nobody, env: { ...process.env, ...bus.env } });
  const stderr = await text(child.stderr);
  return { stderr, profile: (await daemon.status())?.profile };
}

it('who is outside of the group and may set the profile from a desktop may set it here, too', async () => {
  const rules = `polkit.addRule(function(action, subject) {
    if (action.id.endsWith('.switch-profile') && subject.user == 'nobody') return polkit.Result.YES; });`;
  expect(await setAsNobody(rules, 'power-saver')).toEqual({ stderr: '', profile: 'power-saver' });
});

it('who may not is told of both ways', async () => {
  const { stderr, profile } = await setAsNobody('', 'power-saver');
  expect(stderr).toMatch(/^latticectl: set: no permission here; .*; over D-Bus: not authorised: polkit action /);
  expect(profile).toBe('balanced');
});
