import { describe, expect, it } from 'vitest';
import { Conservative } from '../../../../src/machine/simulated/firmware/conservative.js';
import { Ondemand } from '../../../../src/machine/simulated/firmware/ondemand.js';
import { endless, engineWith } from './fixture.js';

/** Answers at each period of 10 ms in which the CPU ran for the given ms. */
function answers(governor: Ondemand | Conservative, busyMs: readonly number[]): number[] {
  let busy = 0;
  return busyMs.map((ms, i) => {
    busy += ms;
    return governor.want({ util: 0, busy }, (i + 1) * 10);
  });
}

describe('ondemand', () => {
  it('goes to the maximum above 95 % and is proportional below', () => {
    expect(answers(new Ondemand(0.2), [9.6, 5, 0])).toEqual([1, expect.closeTo(0.6, 12), expect.closeTo(0.2, 12)]);
  });

  it('keeps its answer within the period', () => {
    const governor = new Ondemand(0.2);
    answers(governor, [10]);
    expect(governor.want({ util: 0, busy: 10 }, 15)).toBe(1);
  });

  it('takes the load of before a long sleep once', () => {
    const governor = new Ondemand(0.2);
    answers(governor, [5]);
    expect(governor.want({ util: 0, busy: 5 }, 1000)).toBeCloseTo(0.6, 12);
    expect(governor.want({ util: 0, busy: 5 }, 2000)).toBeCloseTo(0.2, 12);
  });
});

describe('conservative', () => {
  it('climbs and descends by 5 % of the maximum', () => {
    const climbing = answers(new Conservative(0.2), [10, 10, 5, 1]);
    expect(climbing.map(a => Math.round(a * 100))).toEqual([25, 30, 30, 25]);
  });

  it('descends for the periods that it slept through', () => {
    const governor = new Conservative(0.2);
    answers(governor, Array(16).fill(10));
    expect(governor.want({ util: 0, busy: 170 }, 230)).toBeLessThan(0.8);
  });
});

it('both reach the top under an endless task', () => {
  for (const name of ['ondemand', 'conservative'] as const) {
    const engine = engineWith(name, [endless(0)]);
    engine.advanceTo(1000);
    expect(engine.pstate.frequency, name).toBe(engine.pstate.top);
  }
});
