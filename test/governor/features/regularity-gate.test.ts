import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/governor/features/regularity-gate.js';

/** Follows B at 10 Hz; whether the gate was open after each. */
const follow = (gate: Gate, bunching: readonly (number | undefined)[], busy = 0.4): boolean[] =>
  bunching.map(b => {
    gate.follow(b, busy, 0.1);
    return gate.regular;
  });

const times = <T>(n: number, value: T): T[] => Array(n).fill(value);

describe('gate', () => {
  it('opens after 1.5 s of B < −0.4 without a break', () => {
    expect(follow(new Gate(), times(15, -0.6)).indexOf(true)).toBe(14);
    expect(follow(new Gate(), [...times(14, -0.6), -0.3, ...times(14, -0.6)])).not.toContain(true);
  });

  it('stays open between −0.4 and 0', () => {
    expect(follow(new Gate(), [...times(15, -0.6), ...times(50, -0.05)]).at(-1)).toBe(true);
  });

  it('closes after 0.2 s of B > 0', () => {
    const gate = new Gate();
    follow(gate, times(15, -0.6));
    expect(follow(gate, [0.1, 0.1])).toEqual([true, false]);
  });

  it('closes after 0.2 s of saturation', () => {
    const gate = new Gate();
    follow(gate, times(15, -0.6));
    expect(follow(gate, times(2, -0.6), 0.98)).toEqual([true, false]);
  });

  it('closes when the work ends: the next thing is something else', () => {
    const gate = new Gate();
    follow(gate, times(15, -0.6));
    expect(follow(gate, times(5, 0), 0.01)).toEqual([true, true, true, true, false]);
  });

  it('is closed at once where B is unknown, and never opened while the busy share is', () => {
    const gate = new Gate();
    follow(gate, times(15, -0.6));
    expect(follow(gate, [undefined])).toEqual([false]);
    const blind = new Gate();
    for (let i = 0; i < 40; i++) blind.follow(-0.6, undefined, 0.1);
    expect(blind.regular).toBe(false);
  });
});
