import { expect, it } from 'vitest';
import { HealthTotals } from '../../../src/daemon/metrics/health-totals.js';
import type { Description } from '../../../src/model/description.js';

const signal = (scope: string, role: string) => ({ name: `${scope}.${role}s`, role, scope });
const described = (...scopes: string[]) =>
  ({
    signals: [...scopes.map(scope => signal(scope, 'throttle')), signal('cpu0', 'throttle')],
  }) as unknown as Description;
const reading = (counts: Readonly<Record<string, number>>) => ({ state: (name: string) => counts[name] });

it('counts throttling of packages from the first look on, through a reset and a new description', () => {
  const health = new HealthTotals();
  const one = described('package0');
  for (const count of [7, 7, 9, 2, 3])
    health.follow(reading({ 'package0.throttles': count, 'cpu0.throttles': 99 * count }), one);
  expect([...health.throttles()]).toEqual([['package0', 3]]);
  const two = described('package0', 'package1');
  health.follow(reading({ 'package0.throttles': 5, 'package1.throttles': 4 }), two);
  health.follow(reading({ 'package0.throttles': 5, 'package1.throttles': 6 }), two);
  expect([...health.throttles()]).toEqual([
    ['package0', 5],
    ['package1', 2],
  ]);
});

it('counts nothing where nothing can be read', () => {
  const health = new HealthTotals();
  health.follow(reading({}), described('package0'));
  expect([...health.throttles()]).toEqual([]);
});
