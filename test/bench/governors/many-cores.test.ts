import { expect, it } from 'vitest';
import { hybridLoads } from '../../../bench/governors/many-cores.js';
import { tasksOf } from '../../../bench/governors/workload.js';
import { pipelineFor } from '../../../src/engine/pipeline.js';
import { tick } from '../../../src/engine/tick.js';
import { describe as described } from '../../../src/machine/simulated/describe.js';
import { simulatedSignals } from '../../../src/machine/simulated/signals.js';
import { World } from '../../../src/machine/simulated/world.js';
import { nanoseconds } from '../../../src/model/units.js';

const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;

it('decides for each domain of a hybrid by itself', () => {
  const load = hybridLoads.find(l => l.name === 'compile + membound');
  if (load === undefined) throw new Error('no such load');
  const world = new World({
    platform: 'hybrid',
    governor: 'performance',
    streams: tasksOf({ load, seed: 1, length: 30_000 }),
  });
  const signals = simulatedSignals(world);
  const description = described(
    world,
    signals.map(s => s.spec),
    { boot: 'test', epoch: 1, baseline: {} },
  );
  const stages = pipelineFor(description);
  for (; world.now < 20_000; world.advanceTo(world.now + 100)) {
    const values = Float64Array.from(signals, s => s.read());
    const { writes } = tick(stages, { at: nanoseconds(world.now * 1e6), epoch: 1, values }, asked);
    for (const [name, value] of Object.entries(writes)) world.settings.write(name, value);
  }
  const [compiles = 0, waits = 0] = world.package.engines.map(e => e.pstate.frequency / e.pstate.top);
  // The build computes, so 5 % are soon spent; on the E core m is .8: .2 / (.2 + .05), rounded up to an operating point.
  expect(waits).toBeCloseTo(0.8, 1);
  expect(compiles).toBeGreaterThan(waits + 0.05);
  expect(description.topology.cpus.map(c => c.kind)).toEqual(['P', 'E']);
});
