/** Hours of a GPU's governor: what its searches know comes out in a long time only. */
import { expect, test } from 'vitest';
import { GpuController } from '../../../../src/governor/gpu/controller.js';
import { knobOf } from '../../../../src/governor/gpu/knob.js';
import { Random } from '../../../../src/machine/simulated/work/random.js';
import { difference } from './parts.js';

const clocks = Array.from({ length: 31 }, (_, i) => 600_000 + 30_000 * i);
const knob = knobOf('clock', clocks);
const allowed = 0.05;

/** What a second shows of work of which a `share` follows the clock; `pause` lasts for some of them. */
function second(random: Random, place: number, kind: number, pause: boolean) {
  const x = (knob.settings[place] ?? Number.NaN) / (clocks.at(-1) ?? Number.NaN);
  const share = [0.1, 0.5, 0.25][kind] ?? 0;
  const noise = () => 0.96 + 0.08 * random.uniform();
  const units = (10 * noise() * (pause ? 0.2 : 1)) / (share / x + 1 - share);
  const progress = kind === 2 ? [] : [{ name: `work/${kind}`, units, seconds: 1 }];
  const power = pause ? 60 : (90 + (150 + 60 * kind) * x ** 2.4) * noise();
  return { seconds: 1, power, busy: 1, memoryBusy: 0.3 * noise(), clock: x, progress };
}

test.each([1, 2])('goes on the same after each time that it is restored (%i)', seed => {
  const random = new Random(seed, 'gpu search');
  const governor = new GpuController(knob);
  let twin = new GpuController(knob);
  let pause = 0;
  for (let i = 0; i < 6000; i++) {
    // The first kind runs for an hour, as holding has its own schedule.
    const kind = i < 3600 ? 0 : Math.floor(i / 200) % 3;
    pause = random.uniform() < 0.01 ? 4 : Math.max(0, pause - 1);
    const view = second(random, governor.place, kind, pause > 0);
    for (const each of [governor, twin]) each.follow(view, i % 3000 < 2000 ? allowed : 0.08);
    expect([twin.place, twin.state], `second ${i}`).toEqual([governor.place, governor.state]);
    if (random.uniform() > 1 / 60) continue;
    const saved = structuredClone(twin.save());
    twin = new GpuController(knob);
    twin.restore(saved);
    expect(difference(governor, twin), `second ${i}`).toBeUndefined();
    expect(difference(saved, twin.save())).toBeUndefined();
  }
});
