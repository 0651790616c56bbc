import type { TracedSignal } from '../../control/protocol/operations/signals.js';
import { type KReading, phi } from '../../lattice/filters/resolvent.js';
import { filtered, passedShare, type Spectrum } from '../../lattice/spectra/spectrum.js';
import { welch } from '../../lattice/spectra/welch.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { cut, wrap } from '../render/text.js';

/** One signal's spectrum, raw and as the resolvent leaves it. */
export interface SpectrumView {
  readonly signal: TracedSignal;
  readonly reading: KReading;
  /** How many samples, the newest ones, it is made of. */
  readonly used: number;
  readonly raw: Spectrum;
  readonly smooth: Spectrum;
  /** Share C that the resolvent passes: density weighted by R. Null of a constant. */
  readonly passed: number | null;
  /** Share of the power that is left: density weighted by R², as drawn. Null of a constant. */
  readonly left: number | null;
}

/** Samples a segment; in a full trace three of them overlap by half. */
export const segment = 128;
/** A range below this share of the greatest value is rounding error, and its spectrum would look like a real one. */
const rounding = 2 ** -40;

/** The spectrum of a signal; undefined while it has too few samples. */
export function spectrumOf(signal: TracedSignal, reading: KReading): SpectrumView | undefined {
  const { samples = [], rate } = signal;
  if (rate === null || samples.length < segment) return undefined;
  // Segments begin with the oldest sample. The oldest that fill no segment are dropped, so that the newest are not.
  const newest = Float64Array.from(samples.slice((samples.length - segment) % (segment / 2)));
  const made = welch(newest, rate, segment);
  if (made === undefined) return undefined;
  const constant = isConstant(newest);
  const raw = constant ? { ...made, density: made.density.map(() => 0) } : made;
  const smooth = filtered(raw, rate, reading);
  return {
    signal,
    reading,
    used: newest.length,
    raw,
    smooth,
    passed: constant ? null : passedShare(raw, rate, reading),
    left: constant ? null : total(smooth) / total(raw),
  };
}

function isConstant(samples: Float64Array): boolean {
  const least = Math.min(...samples);
  const most = Math.max(...samples);
  return most - least <= Math.max(Math.abs(least), Math.abs(most)) * rounding;
}

/** Sum over all bins but 0, the mean's. */
const total = ({ density }: Spectrum): number => density.subarray(1).reduce((sum, d) => sum + d, 0);

/** The unit of a signal's power density: `share²/Hz`, `(1/s)²/Hz`. */
export const densityUnit = ({ unit }: TracedSignal): string => `${unit.includes('/') ? `(${unit})` : unit}²/Hz`;

/** How long until there is a spectrum, in s; undefined where no samples come. */
export const secondsMissing = ({ count, rate }: TracedSignal): number | undefined =>
  rate === null || count === 0 ? undefined : Math.max(0, segment - count) / rate;

/** All signals with what their newest samples are like. */
export function signalLines(signals: readonly TracedSignal[], style: Style): string[] {
  const head = [
    { title: 'SIGNAL' },
    { title: 'SAMPLES', align: 'right' },
    { title: 'RATE', align: 'right' },
    { title: 'COHERENCE', align: 'right' },
    { title: 'BUNCHING', align: 'right' },
    { title: 'FIELD', align: 'right' },
    { title: 'UNIT' },
  ] as const;
  const rows = signals.map((s): Cell[] => [
    s.name,
    `${s.count}`,
    s.rate === null ? '–' : `${s.rate.toFixed(1)} Hz`,
    figure(s.coherence),
    figure(s.bunching),
    figure(s.field),
    s.unit,
  ]);
  return table(head, rows, style);
}

const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

const lines = 24;
const decibels = 40;
const widest = 80;
/** `  2.34 Hz ` before each bar. */
const labelWidth = 10;

/** The spectrum in lines of two hues: what the resolvent leaves, and what it takes away. Logarithmic in power, over 40 dB. */
export function spectrumLines(view: SpectrumView, style: Style): string[] {
  const { signal, reading, used, raw, smooth, passed, left } = view;
  const { coherence, bunching, field } = signal;
  const width = Math.min(style.width, widest);
  const fitted = (text: string): string[] => wrap(text, width).map(line => cut(line, width));
  const figures = `coherence ${figure(coherence)}, bunching ${figure(bunching)}, field ${figure(field)}`;
  const source = `${used} samples at ${(signal.rate ?? 0).toFixed(1)} Hz`;
  if (passed === null || left === null)
    return fitted(`${signal.name}: constant, nothing to draw, ${source}; ${figures}`);

  const most = Math.max(...raw.density.subarray(1));
  const at = raw.frequency[raw.density.indexOf(most, 1)] ?? 0;
  const peak = `${most.toPrecision(3)} ${densityUnit(signal)} at ${at.toFixed(2)} Hz`;
  const [head = '', ...more] = fitted(`${signal.name}: peak ${peak}, ${source}`);
  return [
    head.replace(signal.name, name => style.paint('strong', name)),
    ...more,
    ...fitted(`█ φ-filtered (λ = ${phi.toFixed(3)}, ${reading})  ░ raw, over ${decibels} dB`).map(line =>
      style.paint('dim', line),
    ),
    ...bars(raw, smooth, most, width, style),
    ...fitted(`${Math.round(left * 100)} % of the power is left (C ${figure(passed)}); ${figures}`),
  ];
}

/** A line for each few neighbouring bins, named by the lowest of them and as long as the greatest. */
function bars(raw: Spectrum, smooth: Spectrum, most: number, width: number, style: Style): string[] {
  const bins = raw.frequency.length - 1;
  const perLine = Math.ceil(bins / lines);
  const room = Math.max(10, width - labelWidth);
  const length = (density: number): number =>
    density > 0 ? Math.round(room * Math.max(0, 1 + (10 * Math.log10(density / most)) / decibels)) : 0;
  const out: string[] = [];
  for (let from = 1; from <= bins; from += perLine) {
    const peak = (s: Spectrum): number => Math.max(...s.density.subarray(from, from + perLine));
    const full = length(peak(smooth));
    const rest = Math.max(0, length(peak(raw)) - full);
    const label = `${(raw.frequency[from] ?? 0).toFixed(2).padStart(6)} Hz`;
    out.push(`${label} ${style.paint('accent', '█'.repeat(full))}${style.paint('dim', '░'.repeat(rest))}`.trimEnd());
  }
  return out;
}
