import { describe, expect, it } from 'vitest';
import { KernelCpu, kernelKhz } from '../../../src/governor/kernel/kernel-cpu.js';
import { type KernelTerms, kernelWeight } from '../../../src/governor/kernel/kernel-terms.js';

const terms: KernelTerms = {
  tauUs: 50_000,
  weight: kernelWeight(50_000),
  youngUs: 8000,
  young: 75,
  paceUs: 16_000,
  pace: 40,
  margin: 125,
  restUs: 2000,
};
const start = 768;
const top = 1024;
const clock = { khz: 4_600_000, maxKhz: 4_600_000 };

const busy = (cpu: KernelCpu, us: number): number => cpu.look(terms, { wallUs: us, idleUs: 0, rests: false, ...clock });
const rest = (cpu: KernelCpu, us: number): number => cpu.look(terms, { wallUs: us, idleUs: us, rests: true, ...clock });

describe('a CPU under the governor of the kernel', () => {
  it('starts a stretch at its clock and gets the highest once it is old', () => {
    const cpu = new KernelCpu();
    expect([rest(cpu, 5000), busy(cpu, 4000), busy(cpu, 3999), busy(cpu, 1)]).toEqual([start, start, start, top]);
  });

  it('a rest of restUs ends a stretch, however many looks see it; a shorter one does not', () => {
    const cpu = new KernelCpu();
    busy(cpu, 9000);
    expect(rest(cpu, 1999)).toBe(top);
    busy(cpu, 100);
    expect([rest(cpu, 1000), rest(cpu, 999)]).toEqual([top, top]);
    expect(rest(cpu, 1)).toBe(start);
    expect(cpu.ageUs).toBe(0);
  });

  it('what it did before a rest is of the stretch before; where the order is not known it is of the new one', () => {
    const seen = { wallUs: 12_000, idleUs: 3000, ...clock };
    const [waking, unknown] = [new KernelCpu(), new KernelCpu()];
    expect([waking.look(terms, { ...seen, rests: true }), waking.ageUs]).toEqual([start, 0]);
    expect([unknown.look(terms, { ...seen, rests: false }), unknown.ageUs]).toEqual([top, 9000]);
  });

  it('much demand starts higher: margin times the demand', () => {
    const cpu = new KernelCpu();
    for (let i = 0; i < 200; i++) {
      rest(cpu, 2500);
      busy(cpu, 7500);
    }
    expect(cpu.filtered / 65536 / (5000 * 1024)).toBeCloseTo(0.75, 1);
    expect(rest(cpu, 2500)).toBeGreaterThan(0.85 * top);
    for (let i = 0; i < 20; i++) rest(cpu, 30_000);
    expect(rest(cpu, 1000)).toBe(start);
  });

  it('knows regular work after 1.5 s to 4 s, has its pace, and forgets it after a long rest', () => {
    const cpu = new KernelCpu();
    let ms = 0;
    expect(rest(cpu, 12_000)).toBe(start);
    while (!cpu.rhythm.regular && ms < 10_000) {
      busy(cpu, 4667);
      rest(cpu, 12_000);
      ms += 16.667;
    }
    busy(cpu, 4667);
    expect(ms).toBeGreaterThan(1500);
    expect(ms).toBeLessThan(4000);
    expect(rest(cpu, 12_000)).toBe(Math.ceil(0.4 * top));
    busy(cpu, 4667);
    expect(rest(cpu, 640_000)).toBe(start);
    expect(cpu.rhythm.regular).toBe(false);
  });

  it('rounds kHz up, so that the bound holds', () => {
    expect([kernelKhz(768, 4_600_000), kernelKhz(1, 1), kernelKhz(1024, 4_600_000)]).toEqual([3_450_000, 1, 4_600_000]);
  });
});
