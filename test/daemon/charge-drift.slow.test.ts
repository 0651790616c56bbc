import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/control/client/client.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { pidsWith } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { batteriesForTest, batteryFile } from '../fixtures/trees/batteries.js';

/** Thresholds are looked at every 30 s, so this takes longer than other tests of them. */
it('a limit that a desktop sets stays, and is taken back when somebody asks', async () => {
  const { tree, rules } = batteriesForTest('asus-wmi');
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, '[battery]\ncharge_stop = 80\n');
  const injector = injectorForTest(tree, rules);
  const runtimeDir = folderForTest('run');
  onTestFinished(() => eventually(() => expect(pidsWith(runtimeDir)).toEqual([])));
  const daemon = new DaemonRun({ tree, injector, runtimeDir, args: ['--config', config] });
  const file = batteryFile('charge_control_end_threshold');
  const ask = async (what: 'show' | 'limit') => {
    const client = await connect(daemon.runtimeDir);
    const { batteries } = await client.ask('charge', { do: what }, 'charge').finally(() => client.close());
    return batteries[0];
  };
  await eventually(async () => expect(await ask('show')).toMatchObject({ inForce: { stop: 80 }, why: [] }));
  injector.forget();
  tree.write(file, 60);
  await eventually(async () =>
    expect((await ask('show'))?.why).toEqual([
      expect.stringContaining('80 is wanted, 60 is in force (something else set it to 60; left so until another limit'),
    ]),
  );
  expect(injector.writes().filter(w => w.path.endsWith('end_threshold'))).toEqual([]);
  await ask('limit');
  await eventually(() => expect(tree.read(file)).toBe('80'));
});
