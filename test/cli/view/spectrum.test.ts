import { describe, expect, it } from 'vitest';
import { plainStyle, type Style } from '../../../src/cli/render/style.js';
import { columns } from '../../../src/cli/render/text.js';
import {
  densityUnit,
  type SpectrumView,
  secondsMissing,
  signalLines,
  spectrumLines,
  spectrumOf,
} from '../../../src/cli/view/spectrum.js';
import type { TracedSignal } from '../../../src/control/protocol/operations/signals.js';
import { madeSignal } from '../../control/made.js';

const signalOf = (samples: readonly number[], changes: Partial<TracedSignal> = {}): TracedSignal => ({
  ...madeSignal(),
  count: samples.length,
  samples,
  ...changes,
});

const sine = (hz: number, length = 256): number[] =>
  Array.from({ length }, (_, i) => 0.5 + 0.4 * Math.sin((2 * Math.PI * hz * i) / 10));

function view(signal: TracedSignal = madeSignal(true), reading: SpectrumView['reading'] = 'lattice'): SpectrumView {
  const made = spectrumOf(signal, reading);
  if (made === undefined) throw new Error(`${signal.name}: no spectrum`);
  return made;
}

const drawn = (v: SpectrumView, width = Number.POSITIVE_INFINITY): string[] =>
  spectrumLines(v, { ...plainStyle, width });

/** The lines with a frequency: `  1.95 Hz ███░`. */
const bars = (lines: readonly string[]) =>
  lines.flatMap(line => {
    const [, hz, bar = ''] = /^ *(\d+\.\d\d) Hz ?([█░]*)$/.exec(line) ?? [];
    return hz === undefined ? [] : [{ hz: Number(hz), full: bar.split('█').length - 1, length: bar.length }];
  });

describe('a spectrum', () => {
  it('of a 2 Hz beat at 10 Hz peaks in the line of 2 Hz and falls on both sides', () => {
    const lines = drawn(view());
    const found = bars(lines);
    const longest = found.reduce((a, b) => (b.length > a.length ? b : a));
    const next = found[found.indexOf(longest) + 1]?.hz ?? 0;
    expect(longest.hz).toBeLessThanOrEqual(2);
    expect(next).toBeGreaterThan(2);
    for (const { hz, length } of found) if (Math.abs(hz - 2) > 0.5) expect(length, `${hz} Hz`).toBeLessThan(10);
    expect(lines[0]).toMatch(/^policy0\.busy: peak \S+ share²\/Hz at (1\.95|2\.03) Hz, 256 samples at 10\.0 Hz$/);
  });

  it.each(['lattice', 'radian', 'cycles'] as const)(
    'filtered (%s) is never above raw, and lower where it is faster',
    k => {
      const { raw, smooth, passed, left } = view(signalOf(sine(2).map((x, i) => x + (i % 7) / 10)), k);
      smooth.density.forEach((d, i) => {
        expect(d).toBeLessThanOrEqual(raw.density[i] ?? 0);
      });
      const share = (i: number): number => (smooth.density[i] ?? 0) / (raw.density[i] ?? 1);
      expect(share(60)).toBeLessThan(share(5));
      expect(left).toBeLessThan(passed ?? 0);
      expect(passed).toBeLessThan(1);
      expect(left).toBeGreaterThan(0);
    },
  );

  it('says which share of the power is left: nearly all of a slow beat, little of a fast one', () => {
    expect(view(signalOf(sine(0.2))).left).toBeGreaterThan(0.9);
    // 4 Hz of 10: k² = 4 sin²(0.4π) = 3.618, R = 1/(1 + φk²) = 0.1459, R² = 0.0213.
    expect(view(signalOf(sine(4))).left).toBeCloseTo(0.0213, 2);
    expect(view(signalOf(sine(4))).passed).toBeCloseTo(0.1459, 2);
    expect(drawn(view(signalOf(sine(4)))).at(-1)).toMatch(/^2 % of the power is left \(C 0\.15\); coherence /);
  });

  it('is that of the newest samples, however many there are', () => {
    // Only the oldest samples beat at 4 Hz, and they do not fill another half segment.
    const { raw, used } = view(signalOf([...sine(4, 60), ...sine(1, 128)]));
    expect(used).toBe(128);
    const at = (hz: number): number => raw.density[Math.round((hz * 128) / 10)] ?? 0;
    expect(at(4)).toBeLessThan(at(1) / 1e6);
    expect(view(signalOf(sine(1, 200))).used).toBe(192);
    expect(view(signalOf(sine(1, 256))).used).toBe(256);
  });

  it.each([
    ['zero', 0],
    ['0.3, which has no exact sum', 0.3],
    ['large', 4.6e9],
  ])('of a constant (%s) says so, without NaN and without rounding drawn as a signal', (_, value) => {
    const v = view(signalOf(Array.from({ length: 256 }, () => value)));
    expect([...v.raw.density, ...v.smooth.density].every(d => d === 0)).toBe(true);
    expect(v).toMatchObject({ passed: null, left: null });
    const lines = drawn(v);
    expect(lines.join('\n')).not.toMatch(/NaN|Infinity|█/);
    expect(lines[0]).toContain('policy0.busy: constant, nothing to draw');
  });

  it('with less than a segment of samples, or none, is none', () => {
    expect(spectrumOf(signalOf(sine(2, 127)), 'lattice')).toBeUndefined();
    expect(spectrumOf(signalOf(sine(2, 128)), 'lattice')).toBeDefined();
    expect(spectrumOf(signalOf(sine(2), { rate: null }), 'lattice')).toBeUndefined();
    // Without its samples, as in the list of all signals.
    expect(spectrumOf(madeSignal(), 'lattice')).toBeUndefined();
  });

  it('names the time until there are enough, and none where none come', () => {
    expect(secondsMissing(signalOf(sine(2, 28)))).toBe(10);
    expect(secondsMissing(signalOf(sine(2, 28), { rate: 1 }))).toBe(100);
    expect(secondsMissing(signalOf(sine(2)))).toBe(0);
    expect(secondsMissing(signalOf([], { rate: null }))).toBeUndefined();
    // A counter that this machine does not have: the others' pace is known, but it will never come.
    expect(secondsMissing(signalOf([]))).toBeUndefined();
  });

  it('has a unit that can’t be misread', () => {
    expect(densityUnit(madeSignal())).toBe('share²/Hz');
    expect(densityUnit({ ...madeSignal(), unit: '1/s' })).toBe('(1/s)²/Hz');
  });
});

describe('what is printed', () => {
  it.each([
    [40, 40],
    [80, 80],
    [200, 80],
  ])('keeps to a terminal of %d columns', (width, most) => {
    const long = signalOf(sine(2), { name: `zone.${'long'.repeat(30)}.temp` });
    for (const v of [view(), view(long), view(signalOf(Array.from({ length: 128 }, () => 1))), view(long, 'radian')]) {
      for (const line of drawn(v, width)) expect(columns(line), line).toBeLessThanOrEqual(most);
    }
    // The bar of the peak uses the room there is.
    expect(Math.max(...bars(drawn(view(), width)).map(bar => bar.length))).toBe(most - 10);
  });

  it('has at most 24 bars, whatever the rate', () => {
    expect(bars(drawn(view())).length).toBeLessThanOrEqual(24);
    expect(bars(drawn(view())).length).toBeGreaterThan(15);
  });

  it('has no colour codes in plain style, and the same text with colours', () => {
    const tagged: Style = {
      ...plainStyle,
      width: 80,
      paint: (_tone, text) => (text === '' ? '' : `\u001b[1m${text}\u001b[0m`),
    };
    const plain = spectrumLines(view(), { ...plainStyle, width: 80 });
    expect(plain.join('\n')).not.toContain('\u001b');
    const painted = spectrumLines(view(), tagged);
    expect(painted.join('\n')).toContain('\u001b[1mpolicy0.busy\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    expect(painted.map(line => line.replace(/\u001b\[\d+m/g, ''))).toEqual(plain);
  });
});

describe('the list', () => {
  it('has a line a signal; what is unknown is a dash', () => {
    const unknown = { ...madeSignal(), name: 'package0.power', unit: 'W', rate: null, count: 0 };
    const lines = signalLines([madeSignal(), { ...unknown, coherence: null, bunching: null, field: 50 }], plainStyle);
    expect(lines).toEqual([
      'SIGNAL          SAMPLES     RATE  COHERENCE  BUNCHING  FIELD  UNIT',
      'policy0.busy        256  10.0 Hz       0.02     -0.40   1.62  share',
      'package0.power        0        –          –         –  50.00  W',
    ]);
  });
});
