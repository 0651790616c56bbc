import { expect, test } from 'vitest';
import { Ring } from '../../../src/daemon/flight/ring.js';
import { nanoseconds } from '../../../src/model/units.js';

/** Seconds at which a ring begins a part, with a sample each `every` s. */
function begun(every: number, seconds: number): number[] {
  const ring = new Ring();
  const out: number[] = [];
  for (let s = 0; s < seconds; s += every) {
    const at = nanoseconds(s * 1e9);
    if (ring.isDue(at)) {
      out.push(s);
      ring.begin(at, []);
    }
    ring.sample({ at, epoch: 1, values: new Float64Array(3) });
  }
  return out;
}

test('a part of the ring is 30 s long, and longer where samples are rare: each begins with all that was learned', () => {
  expect(begun(0.1, 100)).toEqual([0, 30, 60, 90].map(s => expect.closeTo(s, 0)));
  expect(begun(20, 1000)).toEqual([0, 320, 640, 960]);
});
