import { expect, it } from 'vitest';
import { Ledger } from '../../../src/governor/cpu/ledger.js';

it('allows half as much again while nothing was spent, and what was promised when that is being spent', () => {
  const ledger = new Ledger();
  expect(ledger.allowance(0.05)).toBeCloseTo(0.075, 12);
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0.0465);
  expect(ledger.allowance(0.05)).toBeCloseTo(0.05, 3);
});

it('allows nothing after having spent twice the budget, and recovers', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0.1);
  expect(ledger.allowance(0.05)).toBe(0);
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0);
  expect(ledger.allowance(0.05)).toBeCloseTo(0.075, 3);
});

it('keeps its books by work done: an idle machine earns nothing', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0.1);
  for (let i = 0; i < 1e4; i++) ledger.take(0, 0);
  expect(ledger.allowance(0.05)).toBe(0);
});
