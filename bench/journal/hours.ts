import { Recorder } from '../../src/daemon/loop/recorder.js';
import { pipelineFor } from '../../src/engine/pipeline.js';
import { tick } from '../../src/engine/tick.js';
import type { Batch, DecisionRow } from '../../src/journal/write-model.js';
import { describe } from '../../src/machine/simulated/describe.js';
import { Keeper } from '../../src/machine/simulated/keeper.js';
import { simulatedSignals } from '../../src/machine/simulated/signals.js';
import type { Scene } from '../../src/machine/simulated/work/scenes.js';
import { World } from '../../src/machine/simulated/world.js';
import { nanoseconds } from '../../src/model/units.js';

const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const activeMs = 100;
const quietMs = 1000;
const quietBelow = 0.03;
const writeLatency = 2;
/** The daemon writes at most 8 times a second. */
const betweenWrites = 125;
const lease = 60;
const counterNoise = 0.05;
/** An hour of use: every kind of load for minutes, and pauses. */
const hour: readonly Scene[] = [
  { load: 'interactive', seconds: 900 },
  { load: 'idle', seconds: 300 },
  { load: 'frames60', seconds: 420 },
  { load: 'compile', seconds: 240 },
  { load: 'video30', seconds: 600 },
  { load: 'idle', seconds: 420 },
  { load: 'ai_cpu', seconds: 240 },
  { load: 'rtapp', seconds: 180 },
  { load: 'membound', seconds: 180 },
  { load: 'compute', seconds: 120 },
];

/**
 * What the daemon's own stages and recorder write while a simulated laptop is used for some hours, from 0 ms on. Only the timers and the writer's
 * thread are left out.
 */
export function recordedHours(seed: number, hours: number): DecisionRow[] {
  const scenes = Array.from({ length: hours }, () => hour).flat();
  const world = new World({ platform: 'laptop', seed, scenes, noise: counterNoise });
  const keeper = new Keeper(world.settings, {});
  const signals = simulatedSignals(world);
  const specs = signals.map(s => s.spec);
  const description = describe(world, specs, { boot: 'bench', epoch: 1, baseline: {} });
  const stages = pipelineFor(description, undefined, true);
  const rows = new Map<number, DecisionRow>();
  const write = ({ decisions }: Batch): void => {
    for (const row of decisions) rows.set(row.key, row);
  };
  const recorder = new Recorder({
    begin: () => undefined,
    write,
    inventory: () => undefined,
    health: () => ({ path: '', failure: undefined, movedAside: undefined }),
    close: () => Promise.resolve(),
  });
  const end = scenes.reduce((ms, s) => ms + s.seconds * 1000, 0);
  let wrote = Number.NEGATIVE_INFINITY;
  for (let quiet = false; world.now < end; ) {
    const step = quiet ? quietMs : activeMs;
    const due = (Math.floor(world.now / step) + 1) * step;
    world.advanceTo(due);
    const at = nanoseconds(world.now * 1e6);
    const done = tick(stages, { at, epoch: 1, values: Float64Array.from(signals, s => s.read()) }, asked);
    quiet = (done.reading.policies[0]?.busy ?? 1) < quietBelow;
    const under = { wall: due, mode: 'govern' } as const;
    recorder.measured({
      ...under,
      reading: done.reading,
      profile: asked.profile,
      promise: 'percent',
      stages,
      back: false,
    });
    recorder.ticked({ ...under, tick: done, requested: asked });
    if (Object.keys(done.writes).length > 0 && world.now - wrote >= betweenWrites) {
      wrote = world.now;
      const readback = recorder.awaitReadback(done.writes, stages.names);
      stages.custody.sent(done.writes, at);
      world.advanceTo(world.now + writeLatency);
      const results = keeper.set(done.writes, world.now, lease);
      stages.custody.settled(results, at);
      readback(results);
    }
    recorder.batched(at, due, quiet);
  }
  recorder.flushNow(end);
  return [...rows.values()];
}
