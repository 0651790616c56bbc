import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { machines } from '../../../src/machine/simulated/machines.js';
import { simulatedSignals } from '../../../src/machine/simulated/signals.js';
import { World } from '../../../src/machine/simulated/world.js';
import type { Band, SignalSpec } from '../../../src/model/signals.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';

/** What the real helper says of a laptop's signals. */
function told(): readonly SignalSpec[] {
  const { root } = treeForTest('intel-hybrid');
  const args = ['--once', '--root', root, '--runtime-dir', folderForTest('run')];
  const { stdout } = spawnSync(helperPath(), args, { encoding: 'utf8' });
  return (JSON.parse(stdout) as { hello: { signals: readonly SignalSpec[] } }).hello.signals;
}

/** A band but for the trip, which is each machine's own. */
const numbers = (band: Band | undefined) => band && { ...band, trip: undefined };

test('every simulated signal has the band that the helper gives its like', () => {
  const helper = told();
  const differs = simulatedSignals(new World({ platform: 'laptop' })).flatMap(({ spec }) => {
    const { name, role, kind, unit, band } = spec;
    // Zones of the tree differ by whether they have a trip; the simulated one has.
    const like = helper.find(s => s.role === role && s.unit === unit && (band?.trip === undefined || s.band?.trip));
    if (like === undefined) return [`${name}: the helper has no ${role}`];
    expect([name, like.kind, numbers(like.band)]).toEqual([name, kind, numbers(band)]);
    return [];
  });
  // What the tree of a laptop has no file for: counters are those of a running kernel.
  expect(
    differs.filter(
      d => !/cycles|instructions|cache_misses|[ap]perf|context_switches|young|raise|spared|start_m/.test(d),
    ),
  ).toEqual([]);
});

test('the trip of the band is the machine’s', () => {
  const zone = simulatedSignals(new World({ platform: 'laptop' })).find(s => s.spec.role === 'temperature');
  expect(zone?.spec.band?.trip).toBe(machines.laptop.numbers.trip);
});
