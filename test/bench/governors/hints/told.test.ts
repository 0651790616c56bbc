import { expect, test } from 'vitest';
import { Told } from '../../../../bench/governors/hints/told.js';
import { budgetOf } from '../../../../src/model/people/profiles.js';
import { situation } from '../../../governor/situation.js';

const { delay: _, ...percent } = budgetOf('balanced', true);

test('a task that hints has the share of the work of the jobs that ended in the last two seconds', () => {
  const told = new Told([{ name: 'server', latency: 2 }]);
  const seen: string[] = [];
  const observe = told.observing(of => seen.push(of.name));
  const { reading, features } = situation({});
  const asked = (now: number) => told.mover('balanced', now)(percent, reading, features).asked;
  const done = (name: string, work: number) =>
    observe({ name, scored: true, nice: 0 }, { arrival: 0, pieces: [{ work, memory: 0 }] }, 0);
  done('server', 70);
  done('other', 30);
  expect(asked(2000)?.latency).toEqual({ ms: 2, by: 'server', alone: false });
  done('server', 90);
  done('other', 10);
  expect(asked(3999)?.latency?.alone).toBe(false);
  expect(asked(4000)?.latency?.alone).toBe(true);
  expect(seen).toHaveLength(4);
});

test('without hints the budget is what it was', () => {
  const { reading, features } = situation({});
  expect(new Told([]).mover('balanced', 0)(percent, reading, features)).toBe(percent);
});
