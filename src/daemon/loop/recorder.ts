import type { Decision } from '../../governor/arbitration/decision.js';
import { noVerdicts, type Verdicts } from '../../governor/budget/heartbeats.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import { DecisionLog } from '../../journal/decisions/run-length.js';
import type { ExperimentEntry } from '../../journal/experiment-entries.js';
import type { Journal } from '../../journal/journal.js';
import { UsageSlots } from '../../journal/usage/usage-slots.js';
import type { EventRow, GapRow } from '../../journal/write-model.js';
import type { Outcome } from '../../machine/machine.js';
import { type ControlNames, controlName, nameWithin } from '../../model/control-names.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { ControlValue } from '../../model/signals.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';
import { policyScope } from '../../model/topology.js';
import type { Nanoseconds } from '../../model/units.js';
import { Measures } from './measures.js';
import type { LoopObserver, Measured, Ticked } from './observer.js';

const activeFlushMs = 1000;
const quietFlushMs = 60_000;
/** Batches are sometimes read late; if the wall clock is off by more than this, it was set. */
const clockSetMs = 10_000;

/** The parts of a tick that a row needs. */
export type RecordedTick = Pick<Ticked, 'wall' | 'mode'> & {
  readonly tick: Pick<Ticked['tick'], 'reading' | 'decisions' | 'events'>;
  readonly requested: Pick<Ticked['requested'], 'profile'>;
};

/** What the journal's measures need. */
export type RecordedMeasures = Omit<Measured, 'stages'> & {
  readonly stages: Pick<Measured['stages'], 'description'>;
};

/** Collects events between two flushes, so that a tick costs no I/O and the writer's thread gets at most one batch a second. */
export class Recorder implements LoopObserver {
  private readonly decisions = new DecisionLog();
  private readonly measures = new Measures();
  private readonly usage = new UsageSlots();
  private gaps: GapRow[] = [];
  private events: EventRow[] = [];
  private experiments: ExperimentEntry[] = [];
  private lastWall: number | undefined;
  private lastAt: Nanoseconds | undefined;
  private flushedAt = Number.NEGATIVE_INFINITY;
  private readonly journal: Journal;
  private readonly verdicts: () => Verdicts;

  /** `verdicts`: what applications said of the promise so far. */
  constructor(journal: Journal, verdicts: () => Verdicts = () => noVerdicts) {
    this.journal = journal;
    this.verdicts = verdicts;
  }

  measured({ reading, wall, mode, profile, promise, stages: { description }, back }: RecordedMeasures): void {
    if (back) this.gap('lost', wall);
    if (reading.suspended >= 1) this.gap('suspend', wall, wall - Math.round(reading.suspended * 1000));
    this.watchClock(reading, wall);
    this.measures.follow(reading, wall, description, { mode, profile, promise, verdicts: this.verdicts() });
    this.lastWall = wall;
    this.lastAt = reading.at;
  }

  ticked({ tick, wall, mode, requested: { profile } }: RecordedTick): void {
    const { reading, decisions, events } = tick;
    for (const decision of decisions) {
      this.decisions.record({
        at: wall,
        scope: decision.scope,
        mode,
        profile,
        after: decision.limits,
        reasons: decision.reasons,
        before: () => limitsBefore(reading, decision),
        features: () => featuresOf(reading, decision.scope),
      });
    }
    for (const event of events) this.settled(event, wall);
  }

  /** Monotonic time tells how much time passed. If the wall clock disagrees, it was set, and that is a row. */
  private watchClock({ at, suspended }: LiveReading, wall: number): void {
    if (this.lastWall === undefined || this.lastAt === undefined) return;
    const expected = this.lastWall + (at - this.lastAt) / 1e6 + suspended * 1000;
    const off = wall - expected;
    if (Math.abs(off) < clockSetMs) return;
    const detail = { from: Math.round(expected), to: wall, seconds: Math.round(off / 1000) };
    this.event('clock', off > 0 ? 'set forward' : 'set back', wall, detail);
    this.decisions.interrupt();
    if (off < 0) this.measures.slots.setBack();
  }

  /** The rows to which a write of these controls belongs. Call the returned function with the values read back, however late they come. */
  awaitReadback(
    writes: Readonly<Record<string, ControlValue>>,
    names: ControlNames,
  ): (results: Outcome['results']) => void {
    const rows = Object.keys(writes).map(name => {
      const { scope } = names.factsOf(name);
      return { name, control: nameWithin(scope, name), row: this.decisions.openRow(scope) };
    });
    return results => {
      for (const { name, control, row } of rows) {
        const result = results[name];
        if (row !== undefined && result !== undefined && 'value' in result) {
          this.decisions.readback(row, { [control]: result.value });
        }
      }
    };
  }

  settled({ kind, control, wanted, readback, why }: CustodyEvent, wall: number): void {
    this.event(kind, control, wall, { wanted, readback, why });
  }

  event(kind: string, what: string, wall: number, detail: Readonly<Record<string, unknown>>): void {
    this.events.push({ at: wall, kind, what, detail });
  }

  restored(why: string, results: Outcome['results'], wall: number): void {
    this.event('restored', why, wall, { results });
  }

  noticed(what: string, why: string, wall: number): void {
    this.event('notice', what, wall, { why });
  }

  lost(_why: string, wall: number): void {
    this.flushNow(wall);
  }

  experiment(entry: ExperimentEntry): void {
    this.experiments.push(entry);
  }

  /** Who used energy, and what applications did with it. */
  used(account: TaskAccount, work: readonly Work[]): void {
    this.usage.add(account, work);
  }

  /** Nothing was measured up to `until`: since `from`, or since the newest tick. */
  gap(why: string, until: number, from = this.lastWall): void {
    if (from === undefined || until <= from) return;
    this.gaps.push({ from, until, why });
    this.decisions.interrupt();
  }

  /**
   * Hands over the collected rows when it is time: each second while something happens, each minute while nothing does. `at` is monotonic, since a
   * wall clock that is set back would delay the flush.
   */
  batched(at: Nanoseconds, wall: number, quiet: boolean): void {
    if ((at - this.flushedAt) / 1e6 < (quiet ? quietFlushMs : activeFlushMs)) return;
    this.flushedAt = at;
    this.flushNow(wall);
  }

  flushNow(wall: number): void {
    const { gaps, events } = this;
    this.gaps = [];
    this.events = [];
    const experiments = this.experiments.length === 0 ? undefined : this.experiments;
    this.experiments = [];
    const [decisions, slots] = [this.decisions.drain(), this.measures.slots.drain()];
    const usage = this.usage.drain();
    const some = usage.length === 0 ? undefined : usage;
    this.journal.write({ until: wall, decisions, slots, gaps, events, experiments, usage: some });
  }
}

function limitsBefore(reading: LiveReading, { scope, limits }: Decision): Record<string, number | string> {
  const before: Record<string, number | string> = {};
  for (const control in limits) {
    const value = reading.state(controlName(scope, control));
    if (value !== undefined) before[control] = value;
  }
  return before;
}

/** The numbers that the rules saw, in their units. */
function featuresOf(reading: LiveReading, scope: string): Record<string, number> {
  const out: Record<string, number> = { on_mains: reading.onMains ? 1 : 0 };
  const policy = reading.policies.find(p => policyScope(p.id) === scope);
  if (policy?.busy !== undefined) out.busy = round(policy.busy);
  if (policy?.frequency !== undefined) out.frequency_khz = Math.round(policy.frequency);
  if (reading.cpuPressure !== undefined) out.cpu_pressure = round(reading.cpuPressure);
  if (reading.batteryPower !== undefined) out.battery_w = round(reading.batteryPower);
  for (const { domain, power } of reading.energy) out[`${domain}_w`] = round(power);
  for (const { type, temperature } of reading.zones) out[`${type}_c`] = round(temperature);
  return out;
}

const round = (n: number): number => Math.round(n * 1000) / 1000;
