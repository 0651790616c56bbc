import { describe, expect, it } from 'vitest';
import { type Circumstances, type Order, StandingOrders } from '../../../src/governor/orders/standing-orders.js';

const noon: Circumstances = { source: 'mains', day: 3, minute: 720, running: new Set() };
const at = (orders: readonly Order[], now: Partial<Circumstances> = {}) =>
  new StandingOrders(orders, 'balanced').at({ ...noon, ...now });

const battery: Order = { when: 'on battery', source: 'battery', profile: 'power-saver', max: 3e6, target: 80 };
const night: Order = { when: 'at night', hours: { from: 22 * 60, to: 7 * 60 }, profile: 'performance', max: 2e6 };
const encoder: Order = { when: 'while it runs', application: 0, profile: 'balanced', target: 70, hold: true };
const all = [battery, night, encoder];

describe('standing orders', () => {
  it('without one that holds, the usual profile and nothing more', () => {
    expect(at(all)).toEqual({
      source: 'mains',
      profile: 'balanced',
      when: 'always',
      held: false,
      cap: undefined,
      target: undefined,
    });
  });

  it('a power source brings what is configured for it', () => {
    expect(at(all, { source: 'battery' })).toEqual({
      source: 'battery',
      profile: 'power-saver',
      when: 'on battery',
      held: false,
      cap: { max: 3e6, when: 'on battery' },
      target: 80,
    });
  });

  it('hours win over the power source, an application over hours, and the lowest cap holds', () => {
    const late = { source: 'battery', minute: 23 * 60 } as const;
    expect(at(all, late)).toMatchObject({ profile: 'performance', cap: { max: 2e6, when: 'at night' }, target: 80 });
    expect(at(all, { ...late, running: new Set([0]) })).toMatchObject({
      profile: 'balanced',
      when: 'while it runs',
      held: true,
      cap: { max: 2e6, when: 'at night' },
      target: 70,
    });
    expect(at([night, { ...battery, max: 1e6 }], late).cap).toEqual({ max: 1e6, when: 'on battery' });
  });

  it('all that an order asks for must be so', () => {
    const both: Order = { ...night, source: 'battery' };
    expect(at([both], { minute: 0 }).profile).toBe('balanced');
    expect(at([both], { minute: 0, source: 'battery' }).profile).toBe('performance');
    expect(at([encoder], { running: new Set([1]) }).held).toBe(false);
  });

  it.each([
    [21 * 60 + 59, false],
    [22 * 60, true],
    [0, true],
    [6 * 60 + 59, true],
    [7 * 60, false],
  ])('22:00 to 07:00 at minute %i: %s', (minute, expected) => {
    expect(at([night], { minute }).profile === 'performance').toBe(expected);
  });

  it('a night belongs to the day on which it began; the same time twice is a whole day', () => {
    const friday: Order = { ...night, hours: { from: 22 * 60, to: 7 * 60, days: [5] } };
    const holds = (order: Order, day: number, minute: number) => at([order], { day, minute }).profile === 'performance';
    expect([holds(friday, 5, 23 * 60), holds(friday, 6, 60), holds(friday, 5, 60)]).toEqual([true, true, false]);
    const sunday: Order = { ...night, hours: { from: 0, to: 0, days: [0] } };
    expect([0, 720, 1439].map(minute => holds(sunday, 0, minute))).toEqual([true, true, true]);
    expect(holds(sunday, 1, 0)).toBe(false);
    const workday: Order = { ...night, hours: { from: 540, to: 1020, days: [1] } };
    expect([holds(workday, 1, 600), holds(workday, 1, 1020), holds(workday, 2, 600)]).toEqual([true, false, false]);
  });

  it('a level of the battery wins over all, also over what an application holds, and says what would hold without it', () => {
    const level = (below: number, profile?: 'power-saver' | 'balanced', max?: number): Order => ({
      when: `below ${below}`,
      source: 'battery',
      level: below,
      profile,
      max,
    });
    const orders = [...all, level(50, 'balanced', 1e6), level(20, 'power-saver'), level(10, undefined, 5e5)];
    const low = { source: 'battery', running: new Set([0]) } as const;
    expect(at(orders, { ...low, level: 20 })).toMatchObject({
      profile: 'power-saver',
      when: 'below 20',
      held: false,
      cap: { max: 1e6 },
      low: { level: 20, otherwise: { profile: 'balanced', when: 'while it runs', held: true } },
    });
    expect(at(orders, { ...low, level: 10 })).toMatchObject({
      profile: 'power-saver',
      low: { level: 20 },
      cap: { max: 5e5 },
    });
    expect(at(orders, low).low).toBeUndefined();
    expect(at(orders, { ...low, source: 'mains', level: 20 }).low).toBeUndefined();
  });

  it('is the same object while the same orders hold, so that rules need not look again', () => {
    const orders = new StandingOrders(all, 'balanced');
    const first = orders.at({ ...noon, source: 'battery' });
    expect(orders.at({ ...noon, source: 'battery', minute: 721 })).toBe(first);
    expect(orders.at(noon)).not.toBe(first);
  });
});
