/** Keeps the last minutes of the daemon's samples, inputs and decisions, and writes them to a file when something goes wrong. */

import type { Pipeline } from '../../engine/pipeline.js';
import { saveLearned } from '../../engine/replay/learned.js';
import type { Entry } from '../../engine/replay/recording.js';
import type { Decision } from '../../governor/arbitration/decision.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import type { TaskView } from '../../governor/tasks/task-view.js';
import type { Description } from '../../model/description.js';
import type { Budget } from '../../model/people/profiles.js';
import type { Requested } from '../../model/people/requests.js';
import type { Sample } from '../../model/sensing/sample.js';
import { type Nanoseconds, nanoseconds } from '../../model/units.js';
import type { Log } from '../log.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';
import { encodeImage } from './image.js';
import { keepIncident } from './keep-incident.js';
import { type Remark, Ring } from './ring.js';
import { type IncidentKind, Triggers } from './triggers.js';

/** The wall clock drifts from the monotonic one by less than this. */
const clockMs = 50;

export interface FlightOptions {
  readonly directory: string;
  /** A replay with another version starts without learned state. */
  readonly version: string;
  readonly log: Log;
  /** The most bytes to keep. */
  readonly bytes?: number;
  /** Journals an incident that was kept. */
  readonly event: (what: string, wall: number, detail: Readonly<Record<string, unknown>>) => void;
}

export class FlightRecorder implements LoopObserver {
  private readonly options: FlightOptions;
  private readonly ring: Ring;
  private readonly triggers = new Triggers();
  private writing: Promise<void> = Promise.resolve();
  private at: Nanoseconds = nanoseconds(0);
  private since: Nanoseconds | undefined;
  /** The request noted last: it holds until there is another. */
  private requested: Requested | undefined;
  private budget: Budget | undefined;
  private tasks: TaskView | undefined;
  private decisions: readonly Decision[] = [];
  /** Offset of the wall clock from the monotonic one, ms. */
  private offset = Number.NaN;

  constructor(options: FlightOptions) {
    this.options = options;
    this.ring = new Ring(options.bytes);
  }

  hello(description: Description, sameCounters: boolean): void {
    this.ring.note(sameCounters ? { hello: description } : { hello: description, countersAnew: true });
  }

  before(stages: Pipeline, sample: Sample, wall: number): void {
    this.at = sample.at;
    this.since ??= sample.at;
    if (this.ring.isDue(sample.at)) this.begin(stages, sample, wall);
  }

  ticked({ sample, requested, progress, tasks, tick, wall }: Ticked): void {
    if (!same(this.requested, requested)) this.ring.note({ note: { t: 'asked', asked: notedRequested(requested) } });
    this.requested = requested;
    if (progress.length > 0) this.ring.note({ note: { t: 'progress', progress: progress.map(p => ({ ...p })) } });
    if (tasks !== this.tasks) this.ring.note({ note: notedTasks(tasks) });
    this.tasks = tasks;
    this.take(sample, tick.budget, wall);
    const moved = this.decided(tick.decisions);
    for (const event of tick.events) this.settled(event, wall);
    const hot = moved ? this.triggers.thermal(tick.decisions) : undefined;
    if (hot !== undefined) this.incident('thermal', `heat holds down ${hot}`, wall);
  }

  settled({ kind, control, why }: CustodyEvent, wall: number): void {
    if (kind === 'drift' || kind === 'refused') this.incident(kind, `${control}: ${why}`, wall);
  }

  lost(why: string, wall: number, first: boolean): void {
    if (first) this.incident('lost', why, wall);
  }

  overran(wall: number): void {
    if (this.triggers.overrun(this.at, this.since ?? this.at))
      this.incident('overrun', 'ticks took longer than a sample', wall);
  }

  /** Resolves when the file being written is on the disk, or has failed. */
  close(): Promise<void> {
    return this.writing;
  }

  private begin(stages: Pipeline, { at }: Sample, wall: number): void {
    const { requested, budget, tasks } = this;
    this.offset = wall - at / 1e6;
    const image = encodeImage(saveLearned(stages, requested));
    const beginning: Remark[] = [
      { hello: stages.description },
      { note: { t: 'clock', clock: { at, wall } } },
      { note: { t: 'learned', learned: { version: this.options.version, image } } },
    ];
    if (requested !== undefined) beginning.push({ note: { t: 'asked', asked: notedRequested(requested) } });
    if (budget !== undefined) beginning.push({ note: { t: 'budget', budget: { ...budget } } });
    if (tasks !== undefined) beginning.push({ note: notedTasks(tasks) });
    const decided = this.decisions.map(noted);
    if (decided.length > 0) beginning.push({ note: { t: 'decided', decided } });
    this.ring.begin(at, beginning);
  }

  private take(sample: Sample, budget: Budget, wall: number): void {
    const offset = wall - sample.at / 1e6;
    if (!(Math.abs(offset - this.offset) < clockMs)) {
      this.offset = offset;
      this.ring.note({ note: { t: 'clock', clock: { at: sample.at, wall } } });
    }
    if (!same(this.budget, budget)) {
      this.budget = budget;
      this.ring.note({ note: { t: 'budget', budget: { ...budget } } });
    }
    this.ring.sample(sample);
  }

  /** Stores the decisions and returns whether they are new. Almost always they are the same objects as in the previous tick. */
  private decided(decisions: readonly Decision[]): boolean {
    if (decisions.length === this.decisions.length && decisions.every((d, i) => d === this.decisions[i])) return false;
    const before = new Set(this.decisions);
    const scopes = new Set(decisions.map(d => d.scope));
    const over = this.decisions.filter(d => !scopes.has(d.scope)).map(d => ({ ...d, limits: {}, reasons: [] }));
    const changed = [...decisions.filter(d => !before.has(d)), ...over];
    this.decisions = decisions;
    if (changed.length > 0) this.ring.note({ note: { t: 'decided', decided: changed.map(noted) } });
    return true;
  }

  private incident(kind: IncidentKind, what: string, wall: number): void {
    const { directory, log, event } = this.options;
    if (this.ring.isEmpty || !this.triggers.takes(kind, this.at)) return;
    const [hello, ...rest] = this.ring.entries();
    if (hello === undefined) return;
    const all: Entry[] = [hello, { note: { t: 'incident', incident: { kind, what, at: wall } } }, ...rest];
    this.writing = this.writing
      .then(() => keepIncident(directory, all))
      .then(
        number => {
          event(kind, wall, { what, number });
          log('info', `incident ${number} (${kind}) is kept: latticectl replay --incident ${number}`);
        },
        (error: Error) => log('warning', `an incident (${kind}) could not be kept: ${error.message}`),
      );
  }
}

/** Whether the content is equal; the objects may differ. */
const same = (before: object | undefined, now: object): boolean =>
  before === now || (before !== undefined && JSON.stringify(before) === JSON.stringify(now));

const notedRequested = ({ profile, overrides, cap, target, promised, unaware, actions, charge }: Requested) => ({
  profile,
  overrides: overrides.map(o => ({ ...o })),
  cap: cap === undefined ? undefined : { max: cap.max, when: cap.when },
  target,
  ...(promised === undefined ? {} : { promised: { ...promised } }),
  ...(unaware === undefined ? {} : { unaware }),
  ...(actions === undefined ? {} : { actions: [...actions] }),
  ...(charge && { charge }),
});

const notedTasks = (view: TaskView | undefined) => ({
  t: 'tasks' as const,
  tasks: view === undefined ? null : { ...view, periodic: view.periodic.map(p => ({ ...p })) },
});

const noted = ({ scope, limits, reasons }: Decision) => ({
  scope,
  limits: { ...limits },
  reasons: reasons.map(r => ({ ...r, facts: { ...r.facts } })),
});
