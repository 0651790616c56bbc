import { expect, it } from 'vitest';
import { Ledger } from '../../../src/governor/cpu/ledger.js';

it('allows what was promised at first, and half as much again after work that nothing was spent on', () => {
  const ledger = new Ledger();
  expect(ledger.allowance(0.05)).toBe(0.05);
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0, 0.05, 'batch');
  expect(ledger.allowance(0.05)).toBeCloseTo(0.075, 12);
});

it('allows nothing after having spent twice the budget, and recovers', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0.1, 0.05, 'batch');
  expect(ledger.allowance(0.05)).toBe(0);
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0, 0.05, 'batch');
  expect(ledger.allowance(0.05)).toBeCloseTo(0.075, 12);
});

it('leaves no offset: where a clock costs a fifth less than was asked for, the rest is spent', () => {
  const ledger = new Ledger();
  let worked = 0;
  let spent = 0;
  for (let i = 0; i < 2000; i++) {
    const cost = 0.8 * ledger.allowance(0.05);
    ledger.take(0.1, cost, 0.05, 'batch');
    worked += 0.1;
    spent += 0.1 * cost;
  }
  expect(spent / worked).toBeCloseTo(0.985 * 0.05, 3);
});

it('keeps its books by work done: an idle machine earns nothing', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 500; i++) ledger.take(0.1, 0.1, 0.05, 'batch');
  for (let i = 0; i < 1e4; i++) ledger.take(0, 0, 0.05, 'batch');
  expect(ledger.allowance(0.05)).toBe(0);
});

it('allows nothing out of no budget', () => {
  const ledger = new Ledger();
  ledger.take(0.1, 0.02, 0, 'latency');
  expect(ledger.allowance(0)).toBe(0);
});
