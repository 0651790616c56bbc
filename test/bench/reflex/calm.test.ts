import { expect, it } from 'vitest';
import { Calm } from '../../../bench/reflex/calm.js';

/** Looks that see these busy shares, the last one for ever. */
function seeing(...shares: number[]): { looks: number[]; look: () => Promise<number> } {
  const looks: number[] = [];
  const look = async (): Promise<number> => {
    looks.push(shares[Math.min(looks.length, shares.length - 1)] ?? 0);
    return looks.at(-1) ?? 0;
  };
  return { looks, look };
}

it('a calm CPU is measured at once, and it is said how calm', async () => {
  const { looks, look } = seeing(0.034);
  const lines: string[] = [];
  expect(await new Calm(1, 120, look, line => lines.push(line)).before('raises')).toBe(true);
  expect(looks.length).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^raises: CPU 1 is 3 % busy with other work, load average [\d.]+$/)]);
});

it('a CPU that calms down is waited for', async () => {
  const { looks, look } = seeing(0.9, 0.5, 0.05);
  const lines: string[] = [];
  await new Calm(1, 120, look, line => lines.push(line)).before('raises');
  expect(looks).toEqual([0.9, 0.5, 0.05]);
  expect(lines.join()).not.toMatch(/NOT CALM/);
});

it('one that never does is given up after the patience of all waits together, and that is said each time', async () => {
  const { looks, look } = seeing(0.8);
  const lines: string[] = [];
  const calm = new Calm(1, 20, look, line => lines.push(line));
  for (const what of ['raises', 'cost', 'quiet']) expect(await calm.before(what)).toBe(false);
  expect(looks.length).toBe(3 + 10);
  expect(lines.length).toBe(3);
  for (const line of lines) expect(line).toMatch(/80 % busy.*; NOT CALM, after 20 s of waiting of 20 in all$/);
});
