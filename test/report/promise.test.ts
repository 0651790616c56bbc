import { expect, it } from 'vitest';
import type { Sum } from '../../src/journal/query/history.js';
import { promiseKept } from '../../src/report/promise.js';
import { under } from '../journal/support.js';

const hourMs = 3_600_000;
const sum = (kind: Sum['kind'], name: string, integral: number, over: Partial<Sum> = {}): Sum => ({
  kind,
  name,
  integral,
  measuredMs: hourMs,
  min: null,
  max: null,
  ...under,
  mode: 'govern',
  ...over,
});

it('adds up each promise over profiles and sources, with what applications found of it', () => {
  const sums = [
    sum('promise', 'milliseconds', hourMs),
    sum('promise', 'milliseconds', hourMs, { source: 'battery' }),
    sum('promise', 'percent', 60_000),
    sum('heartbeats', 'kept in milliseconds', 312),
    sum('heartbeats', 'broken in milliseconds', 3),
    sum('heartbeats', 'answers kept', 40),
    sum('heartbeats', 'answers kept', 2, { source: 'battery' }),
    sum('heartbeats', 'answers broken', 1),
  ];
  expect(promiseKept(sums, undefined).answers).toEqual({ kept: 42, broken: 1 });
  expect(promiseKept(sums, undefined).under).toEqual([
    { in: 'percent', seconds: 60, kept: 0, broken: 0 },
    { in: 'milliseconds', seconds: 7200, kept: 312, broken: 3 },
  ]);
});

it('promises nothing where it only observes', () => {
  const observed = { mode: 'observe' } as const;
  const sums = [sum('promise', 'percent', hourMs, observed), sum('raises', 'package0', 0, observed)];
  expect(promiseKept(sums, undefined)).toEqual({
    under: [],
    answers: { kept: 0, broken: 0 },
    raises: null,
    last: null,
  });
});

it('counts raises over the time that one package was watched, whatever their number', () => {
  const sums = [
    sum('raises', 'package0', 1200),
    sum('raises', 'package0', 600, { source: 'battery' }),
    sum('raises', 'package1', 60),
    sum('raises', 'package1', 0, { source: 'battery' }),
  ];
  expect(promiseKept(sums, undefined).raises).toEqual({ count: 1860, seconds: 7200 });
});

it('says what the newest change set, and why; nothing where the event is no such', () => {
  const event = { run: 1, at: 0, kind: 'promise', what: 'milliseconds', detail: { why: 'configured' } };
  expect(promiseKept([], event).last).toEqual({ in: 'milliseconds', why: 'configured' });
  expect(promiseKept([], { ...event, detail: {} }).last).toBeNull();
});
