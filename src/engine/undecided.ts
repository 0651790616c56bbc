/**
 * Samples that need no tick of their own: nothing happens, or a reflex answers for all work, so that each decision would be the one before.
 *
 * 1. Each is read, since what is measured (energy, temperature, time at a clock) is told with the time at which it was measured.
 * 2. The newest of them gets the tick of all. For it the reader goes back to the last tick: it sees the whole time since then as one interval, as a
 *    replay does, which gets no other samples than those with a tick.
 */
import type { Description } from '../model/description.js';
import type { Saved } from '../model/saved.js';
import type { Reader } from '../model/sensing/reader.js';
import type { LiveReading } from '../model/sensing/reading.js';
import type { Sample } from '../model/sensing/sample.js';
import type { Band } from '../model/signals.js';
import type { Pipeline } from './pipeline.js';

/** Where a signal stands in a sample, and the most that it may say. */
interface Place {
  readonly at: number;
  readonly most: number;
}

/** What would wake a quiet machine, by the dead-bands that it told. */
interface Watched {
  readonly of: Description;
  /** Settings, the source of power, time asleep: another value is news. */
  readonly states: readonly number[];
  /** Busy time: a share of the time. */
  readonly shares: readonly Place[];
  /** °C from which a trip is near. */
  readonly trips: readonly Place[];
}

export class Undecided {
  private reader: Saved<Reader> | undefined;
  private newest: Sample | undefined;
  private watched: Watched | undefined;

  /**
   * The reading since the sample before, valid until the next; undefined if the sample needs a tick of its own: then it was not read. `answered`:
   * whether a reflex answered for all work at the last tick.
   */
  take(stages: Pipeline, sample: Sample, answered: boolean): LiveReading | undefined {
    const { description, reader } = stages;
    const before = reader.newest;
    // What is learned of a GPU counts its samples.
    if (before === undefined || (description.topology.gpus ?? []).length > 0) return undefined;
    if (this.watched?.of !== description) this.watched = watchedOf(description);
    if (isNews(this.watched, before, sample, answered)) return undefined;
    this.reader ??= reader.save();
    this.newest = sample;
    return reader.read(sample);
  }

  /** The newest of the samples taken since the last call, which is to have their tick now; undefined if there were none. */
  settle(stages: Pipeline): Sample | undefined {
    const { reader, newest } = this;
    if (reader !== undefined) stages.reader.restore(reader);
    this.reader = undefined;
    this.newest = undefined;
    return newest;
  }
}

function watchedOf(description: Description): Watched {
  const limits = (most: (band: Band) => number | undefined): Place[] =>
    description.signals.flatMap(({ band }, at) => {
      const limit = band && most(band);
      return limit === undefined ? [] : [{ at, most: limit }];
    });
  return {
    of: description,
    states: description.signals.flatMap(({ band }, at) => (band?.kind === 'change' ? [at] : [])),
    shares: limits(({ kind, above }) => (kind === 'share' ? above : undefined)),
    trips: limits(({ trip, within = 0 }) => (trip === undefined ? undefined : trip - within)),
  };
}

/** Also where the machine told no dead-bands. */
function isNews({ states, shares, trips }: Watched, before: Sample, now: Sample, answered: boolean): boolean {
  const [older, newer] = [before.values, now.values];
  const span = now.at - before.at;
  if (before.epoch !== now.epoch || !(span > 0) || shares.length === 0) return true;
  for (const at of states) if (!Object.is(newer[at], older[at])) return true;
  for (const { at, most } of trips) if ((newer[at] ?? 0) > most) return true;
  if (answered) return false;
  // Both are in ns.
  for (const { at, most } of shares) if ((newer[at] ?? 0) - (older[at] ?? 0) > most * span) return true;
  return false;
}
