import type { TracedSignal } from '../../control/messages.js';
import { type KReading, phi } from '../../lattice/resolvent.js';
import { filtered, passedShare, type Spectrum } from '../../lattice/spectrum.js';
import { welch } from '../../lattice/welch.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';

/** One signal's spectrum, raw and as the resolvent leaves it. */
export interface SpectrumView {
  readonly signal: TracedSignal;
  readonly reading: KReading;
  readonly raw: Spectrum;
  readonly smooth: Spectrum;
  /** Share C of the power that passes. */
  readonly passed: number;
}

/** Samples a segment; four of them overlap by half in a full trace. */
const segment = 128;

/** The spectrum of a signal; undefined while it has too few samples. */
export function spectrumOf(signal: TracedSignal, reading: KReading): SpectrumView | undefined {
  const { samples = [], rate } = signal;
  const raw = rate === null ? undefined : welch(Float64Array.from(samples), rate, segment);
  if (raw === undefined || rate === null) return undefined;
  return {
    signal,
    reading,
    raw,
    smooth: filtered(raw, rate, reading),
    passed: passedShare(raw, rate, reading),
  };
}

/** How long until there is a spectrum, in s; undefined where samples do not come yet. */
export const secondsMissing = ({ count, rate }: TracedSignal): number | undefined =>
  rate === null ? undefined : Math.max(0, segment - count) / rate;

/** All signals with what their newest samples are like. */
export function signalLines(signals: readonly TracedSignal[], style: Style): string[] {
  const head = [
    { title: 'SIGNAL' },
    { title: 'UNIT' },
    { title: 'SAMPLES', align: 'right' },
    { title: 'RATE', align: 'right' },
    { title: 'COHERENCE', align: 'right' },
    { title: 'BUNCHING', align: 'right' },
    { title: 'λ̂', align: 'right' },
  ] as const;
  const rows = signals.map((s): Cell[] => [
    s.name,
    s.unit,
    `${s.count}`,
    s.rate === null ? '–' : `${s.rate.toFixed(1)} Hz`,
    figure(s.coherence),
    figure(s.bunching),
    figure(s.field),
  ]);
  return table(head, rows, style);
}

const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

const lines = 24;
const decibels = 40;

/** The spectrum in lines of two hues: what the resolvent leaves, and what it takes away. Logarithmic in power, over 40 dB. */
export function spectrumLines({ signal, reading, raw, smooth, passed }: SpectrumView, style: Style): string[] {
  const bins = raw.frequency.length - 1;
  const most = Math.max(...raw.density.subarray(1));
  const perLine = Math.ceil(bins / lines);
  const room = Math.max(10, Math.min(style.width, 80) - 12);
  const length = (density: number): number =>
    density > 0 && most > 0 ? Math.round(room * Math.max(0, 1 + (10 * Math.log10(density / most)) / decibels)) : 0;
  const out = [
    `${style.paint('strong', signal.name)} in ${signal.unit}²/Hz, top ${most.toPrecision(3)}, ${decibels} dB wide, ${signal.count} samples`,
    style.paint('dim', `█ φ-filtered (λ = ${phi.toFixed(3)}, ${reading})  ░ raw`),
  ];
  for (let from = 1; from <= bins; from += perLine) {
    const to = Math.min(bins + 1, from + perLine);
    const peak = (s: Spectrum): number => Math.max(...s.density.subarray(from, to));
    const full = length(peak(smooth));
    const rest = Math.max(0, length(peak(raw)) - full);
    const label = `${(raw.frequency[from] ?? 0).toFixed(2).padStart(6)} Hz`;
    out.push(`${label} ${style.paint('accent', '█'.repeat(full))}${style.paint('dim', '░'.repeat(rest))}`.trimEnd());
  }
  const { coherence, bunching, field } = signal;
  out.push(
    `passed ${Math.round(passed * 100)} % of the power; coherence ${figure(coherence)}, bunching ${figure(bunching)}, λ̂ ${figure(field)}`,
  );
  return out;
}
