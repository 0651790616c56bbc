import { expect, test } from 'vitest';
import { bar, rangeBar } from '../../../src/cli/render/bar.js';
import { slots, sparkline } from '../../../src/cli/render/sparkline.js';
import { plainStyle, type Style } from '../../../src/cli/render/style.js';

test('a bar is filled by its share and never beyond its ends', () => {
  expect(bar(0.5, 8, 'good', plainStyle)).toBe('████░░░░');
  expect(bar(-1, 4, 'good', plainStyle)).toBe('░░░░');
  expect(bar(7, 4, 'good', plainStyle)).toBe('████');
});

const hardware = { min: 0, max: 9 };

test.each([
  [{ limits: { min: 2, max: 7 }, now: 5 }, '··[━━●─]··'],
  [{ limits: { min: 0, max: 9 }, now: 0 }, '[●───────]'],
  [{ limits: { min: 0, max: 9 }, now: 9 }, '[━━━━━━━●]'],
  [{ limits: { min: null, max: null }, now: null }, '[────────]'],
  // Limits moved by somebody while the frequency has not followed yet.
  [{ limits: { min: 0, max: 4 }, now: 8 }, '[━━━]···●·'],
  [{ limits: { min: 9, max: 9 }, now: 9 }, '········[]'],
  [{ limits: { min: 0, max: 0 }, now: 0 }, '[]········'],
])('limits and frequency %j are drawn as %s', (range, drawn) => {
  expect(rangeBar({ hardware, ...range }, 10, plainStyle)).toBe(drawn);
});

test('hardware with a single frequency is drawn, not divided by', () => {
  const one = { hardware: { min: 5, max: 5 }, limits: { min: 5, max: 5 }, now: 5 };
  expect(rangeBar(one, 6, plainStyle)).toBe('····[]');
});

test('neighbours of one tone are painted at once', () => {
  const tagged: Style = { ...plainStyle, paint: (tone, text) => `<${tone}:${text}>` };
  expect(rangeBar({ hardware, limits: { min: 2, max: 7 }, now: 5 }, 10, tagged)).toBe(
    '<dim:··><accent:[><good:━━><strong:●><dim:─><accent:]><dim:··>',
  );
});

test('a sparkline reaches from 0 to the greatest value; the unknown is a gap', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇██');
  expect(sparkline([undefined, 4, 4])).toBe(' ██');
  expect(sparkline([0, 0])).toBe('▁▁');
  expect(sparkline([])).toBe('');
});

test('slots hold their mean, empty ones the value before, those before the first nothing', () => {
  const points = [
    { at: 3_000, value: 2 },
    { at: 4_000, value: 4 },
    { at: 10_000, value: 9 },
  ];
  expect(slots(points, 10_000, 10_000, 5)).toEqual([undefined, 3, 3, 3, 9]);
  expect(slots([{ at: 1, value: 7 }], 60_000, 10_000, 2)).toEqual([7, 7]);
  expect(slots([{ at: 20_000, value: 7 }], 10_000, 10_000, 2)).toEqual([undefined, undefined]);
});
