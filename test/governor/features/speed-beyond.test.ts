import { describe, expect, it } from 'vitest';
import { AttainableFrequency } from '../../../src/governor/features/attainable-frequency.js';

const named = 2_400_000;
const real = 3_400_000;

interface Stretch {
  readonly seconds: number;
  readonly khz: number;
  readonly limit?: number;
  readonly working?: number;
  readonly busy?: number;
}

/** A domain whose driver names 2.4 GHz, after these stretches of work. */
function worked(...stretches: readonly Stretch[]): AttainableFrequency {
  const reach = new AttainableFrequency({ hw_min: 400_000, hw_max: named, frequencies: [] });
  for (const stretch of stretches) more(reach, stretch);
  return reach;
}

function more(reach: AttainableFrequency, { seconds, khz, limit = named, working = 1, busy = 1 }: Stretch): void {
  for (let i = 0; i < seconds * 10; i++) reach.follow(working, busy, khz, limit, 0.1);
}

const fast: Stretch = { seconds: 2, khz: real };
/** What was seen of full load is forgotten meanwhile. */
const calm: Stretch = { seconds: 125, khz: 800_000, busy: 0.3 };
const slow: Stretch = { seconds: 302, khz: named };

describe('a speed beyond the named maximum', () => {
  it('is given up after 5 minutes of full load without it', () => {
    expect(worked(fast, calm).top).toBe(real);
    expect(worked(fast, { ...slow, seconds: 295 }, calm).top).toBe(real);
    expect(worked(fast, slow, calm).top).toBe(named);
  });

  it('gives way to the fastest clock of these minutes where that is beyond as well', () => {
    const slower = { ...slow, khz: 2_900_000 };
    expect(worked(fast, slower, calm).top).toBeCloseTo(2_900_000, -2);
    expect(worked(fast, { ...slower, seconds: 150 }, { ...slow, seconds: 155 }, calm).top).toBeCloseTo(2_900_000, -2);
  });

  it.each<[string, Stretch[]]>([
    [
      'it is reached again in between, within 5 %',
      [
        { ...slow, seconds: 290 },
        { seconds: 8, khz: 3_250_000 },
        { ...slow, seconds: 290 },
      ],
    ],
    ['the load is not full', [{ ...slow, seconds: 2000, busy: 0.9 }]],
    ['a cap holds the clock down', [{ ...slow, seconds: 2000, khz: 2_300_000, limit: 2_300_000 }]],
    ['more CPUs work than had reached it', [{ ...slow, seconds: 2000, working: 4 }]],
    [
      'full load comes in pieces too short to settle',
      Array.from({ length: 900 }, (_, i) => ({ seconds: 0.4, khz: named, busy: i % 2 === 0 ? 1 : 0.2 })),
    ],
  ])('is believed on where %s', (_, stretches) => {
    expect(worked(fast, ...stretches, calm).top).toBe(real);
  });

  it('counts against fewer CPUs than had reached it, too', () => {
    expect(worked({ ...fast, working: 4 }, slow, calm).top).toBe(named);
  });

  it('one odd sample neither confirms it nor takes its place', () => {
    const odd = { seconds: 0.1, khz: 3_400_000 };
    const halves = [{ ...slow, seconds: 150 }, odd, { ...slow, seconds: 155 }];
    expect(worked(fast, ...halves, calm).top).toBe(named);
  });

  it('once given up it is looked for in a second without a cap after every 2 minutes of work, until it is back', () => {
    const reach = worked(fast, slow);
    const capped: Stretch = { seconds: 121, khz: 2_290_000, limit: 2_290_000, busy: 0.4 };
    expect(reach.look(false)).toBe(false);
    more(reach, capped);
    expect(reach.look(false)).toBe(true);
    more(reach, { seconds: 1.7, khz: named, busy: 0.4 });
    expect(reach.look(false)).toBe(false);
    // Idle time is no work.
    more(reach, { ...capped, seconds: 500, busy: 0.01 });
    expect(reach.look(false)).toBe(false);
    more(reach, capped);
    expect(reach.look(false)).toBe(true);
    more(reach, { seconds: 1, khz: real, busy: 0.4 });
    expect([reach.look(false), reach.top]).toEqual([false, real]);
    more(reach, { ...capped, seconds: 500 });
    expect(reach.look(false)).toBe(false);
  });

  it('what is known of it is saved: the minutes go on', () => {
    const first = worked(fast, { ...slow, seconds: 200 });
    const second = worked();
    second.restore(structuredClone(first.save()));
    more(second, { ...slow, seconds: 105 });
    more(second, calm);
    expect(second.top).toBe(named);
  });
});
