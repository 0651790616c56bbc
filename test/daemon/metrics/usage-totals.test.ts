import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageTotals } from '../../../src/daemon/metrics/usage-totals.js';
import type { TaskAccount, Use } from '../../../src/model/tasks/account.js';

const use = (name: string, joules: number | undefined, cpuSeconds = 1): Use => ({
  name,
  joules,
  cpuSeconds,
  wakeups: 0,
});

const account = (byApplication: readonly Use[], idleJoules?: number): TaskAccount => ({
  from: 0,
  to: 60,
  byApplication,
  byCgroup: [],
  byUnit: [],
  idleJoules,
  packageJoules: undefined,
});

describe('totals by application', () => {
  it('grow under a name of their own', () => {
    const totals = new UsageTotals();
    totals.follow(account([use('a', 5, 2), use('b', 1, 1)], 3), []);
    totals.follow(account([use('a', 5, 2)], 4), []);
    expect([...totals.byApplication()]).toEqual([
      ['a', { joules: 10, cpuSeconds: 4 }],
      ['b', { joules: 1, cpuSeconds: 1 }],
    ]);
    expect(totals.idle).toBe(7);
  });

  it('without joules have CPU seconds alone', () => {
    const totals = new UsageTotals();
    totals.follow(account([use('a', undefined)]), []);
    expect([...totals.byApplication()]).toEqual([['a', { joules: undefined, cpuSeconds: 1 }]]);
    expect(totals.idle).toBeUndefined();
  });

  it('put the small under other until they are large', () => {
    const totals = new UsageTotals();
    totals.follow(account([use('large', 1000, 1000), use('small', 1, 1)]), []);
    expect([...totals.byApplication().keys()]).toEqual(['large', 'other']);
    totals.follow(account([use('small', 100, 100)]), []);
    expect(totals.byApplication().get('small')).toEqual({ joules: 100, cpuSeconds: 100 });
    expect(totals.byApplication().get('other')).toEqual({ joules: 1, cpuSeconds: 1 });
  });

  it('never shrink, lose nothing, and have few labels, whatever runs', () => {
    const some = fc.array(fc.tuple(fc.nat(3000), fc.nat(1000)), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), accounts => {
        const totals = new UsageTotals();
        let told = 0;
        let before = new Map<string, number>();
        for (const uses of accounts) {
          totals.follow(account(uses.map(([n, j]) => use(`p${n}`, j, 0))), []);
          told += uses.reduce((a, [, j]) => a + j, 0);
          const now = new Map([...totals.byApplication()].map(([name, { joules = 0 }]) => [name, joules]));
          for (const [name, joules] of before) expect(now.get(name)).toBeGreaterThanOrEqual(joules);
          expect([...now.values()].reduce((a, b) => a + b, 0)).toBe(told);
          before = now;
        }
        expect(before.size).toBeLessThanOrEqual(41);
      }),
    );
  });

  it('show names that can be nothing but names', () => {
    const totals = new UsageTotals();
    totals.follow(account([use('a"}\n\u001b[2J', 5), use('', 5)]), []);
    expect([...totals.byApplication().keys()]).toEqual(['a_____2J', '']);
  });
});

describe('totals of work', () => {
  it('are apart by name, unit and whose energy it is, and bounded', () => {
    const totals = new UsageTotals();
    const work = { name: 'decode', unit: 'tokens', units: 5, joules: 2, of: 'application' } as const;
    totals.follow(account([]), [work, { ...work, of: 'package' }, { ...work, unit: 'requests', joules: undefined }]);
    totals.follow(account([]), [work]);
    expect([...totals.byWork()]).toEqual([
      { ...work, units: 10, joules: 4 },
      { ...work, of: 'package' },
      { ...work, unit: 'requests', joules: undefined },
    ]);
    for (let n = 0; n < 100; n++) totals.follow(account([]), [{ ...work, name: `forged ${n}` }]);
    expect([...totals.byWork()]).toHaveLength(32);
  });
});
