import { isChip } from '../names.js';
import type { SignalSpec } from '../signals.js';
import type { Span } from './span.js';

/** A sensor that nothing here knows what to do with: it is shown by its name all the same. */
export interface OtherReading {
  readonly name: string;
  readonly unit: string;
  /** A counter's is its growth a second. */
  readonly value: number | undefined;
}

/** So many are shown at most: each has a column in the traces and a series in the metrics. */
export const mostOthers = 128;

/** What a reading, the journal or the live view makes something of, or could for each CPU of hundreds. */
const known = new Set([
  'suspended',
  'busy',
  'bunching',
  'young',
  'raises',
  'raised',
  'spared',
  'frequency',
  'energy',
  'temperature',
  'throttle',
  'pressure',
  'full_pressure',
  'cycles',
  'instructions',
  'cache_misses',
  'aperf',
  'pperf',
  'ref_cycles',
  'stalled_backend',
  'stalled_memory',
  'context_switches',
  'migrations',
  'power',
  'charge',
  'full_charge',
  'capacity',
  'health',
  'cycle_count',
  'memory_busy',
  'memory_frequency',
  'throttle_reasons',
  'enforced_limit',
  'pstate',
]);

/** One such sensor, seen through the newest samples. */
class OtherReader implements OtherReading {
  readonly name: string;
  readonly unit: string;
  private readonly counts: boolean;
  private readonly at: number;
  private readonly span: Span;

  constructor({ name, unit, kind }: SignalSpec, at: number, span: Span) {
    this.counts = kind === 'counter';
    this.name = name;
    this.unit = this.counts ? `${unit}/s` : unit;
    this.at = at;
    this.span = span;
  }

  get value(): number | undefined {
    if (this.counts) return this.span.rate(this.at);
    const value = this.span.value(this.at);
    return Number.isFinite(value) ? value : undefined;
  }
}

/** Readers of the signals that nothing else reads, those of unknown roles first, without those of zones: of a server's hundred temperatures none pushes its fans out. */
export function otherReaders(
  signals: readonly SignalSpec[],
  span: Span,
  zones: ReadonlySet<string> = new Set(),
): readonly OtherReading[] {
  const placed = signals
    .map((spec, at) => ({ spec, at }))
    .filter(({ spec }) => spec.kind !== 'state' && !zones.has(spec.name));
  const unknown = placed.filter(({ spec }) => !known.has(spec.role));
  // Chips measure what zones and counters measure already, and what nobody can tell: they are shown and nothing more.
  const shown = placed.filter(({ spec }) => known.has(spec.role) && isChip(spec.scope));
  return [...unknown, ...shown].slice(0, mostOthers).map(({ spec, at }) => new OtherReader(spec, at, span));
}
