import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeGpus } from '../../../src/governor/attribution/attribute-gpus.js';

const use = (gpu: number, pid: number, seconds: number) => ({ gpu, pid, name: `p${pid}`, seconds });

describe('the energy of GPUs', () => {
  it('goes to processes by the time of their kernels, each GPU’s to those that ran on it; rest is nobody’s', () => {
    const uses = [use(0, 1, 30), use(0, 2, 10), use(1, 2, 60)];
    const drawn = [
      { gpu: 0, joules: 6000, idleWatts: 20 },
      { gpu: 1, joules: 3600, idleWatts: 20 },
    ];
    expect(attributeGpus(uses, drawn, 60)).toEqual({ joules: [3600, 1200, 2400], idle: 2400 });
  });

  it('is nobody’s where no process is told', () => {
    expect(attributeGpus([], [{ gpu: 0, joules: 500, idleWatts: undefined }], 60)).toEqual({ joules: [], idle: 500 });
  });

  it('is unknown where none is measured; one GPU without leaves the others', () => {
    expect(attributeGpus([use(0, 1, 1)], [{ gpu: 0, joules: undefined, idleWatts: 5 }], 60)).toBeUndefined();
    const drawn = [
      { gpu: 0, joules: undefined, idleWatts: 5 },
      { gpu: 1, joules: 100, idleWatts: undefined },
    ];
    expect(attributeGpus([use(0, 1, 1), use(1, 1, 1)], drawn, 60)).toEqual({ joules: [0, 100], idle: 0 });
  });

  it('comes to what was measured', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const uses = fc.array(fc.tuple(fc.nat(2), fc.nat(9), amount));
    const gpus = fc.tuple(amount, amount, amount);
    fc.assert(
      fc.property(uses, gpus, (some, joules) => {
        const drawn = joules.map((j, gpu) => ({ gpu, joules: j, idleWatts: 3 }));
        const told = attributeGpus(
          some.map(([gpu, pid, seconds]) => use(gpu, pid, seconds)),
          drawn,
          60,
        );
        const sum = (told?.joules.reduce((a, b) => a + b, 0) ?? 0) + (told?.idle ?? 0);
        expect(sum).toBeCloseTo(
          joules.reduce((a, b) => a + b, 0),
          3,
        );
      }),
    );
  });
});
