/**
 * The controller of one GPU: detects what runs, and chooses the setting for it.
 *
 * 1. Each kind of work has its own search (search.ts), which begins without a limit.
 * 2. Other work or another phase (phase-watch.ts): work recognised at the present setting continues where its search was; other work is observed
 *    without a limit for 10 s, may be recognised there, and otherwise begins its own search. The same happens to work that goes much better under a
 *    limit than without one.
 *    Two phases may look alike without a limit: what was taken for one and did not keep its pace is not taken for that again, until something has
 *    been held for a minute or other work runs.
 * 3. Nothing runs (no kernel in 2 s): the search waits. After 30 s a clock is parked at its lowest. The first kernel lifts it, and since anything may
 *    run after a pause the work is identified again. If the driver does not report that nothing runs, nothing is parked.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import { type GpuKnob, topOf } from './knob.js';
import type { GpuObservation } from './observation.js';
import { isOdd, PhaseWatch } from './phase-watch.js';
import { calmSeconds, Restarts } from './restarts.js';
import { GpuSearch, type Stage, settleSeconds } from './search.js';
import { GpuMemory } from './workload-memory.js';

const idleSeconds = 2;
const parkSeconds = 30;
const idleShare = 0.005;
const recogniseSeconds = 10;
const doubtSeconds = 18;

export type GpuState = Stage | 'idle' | 'parked';

export class GpuController implements Stateful {
  private readonly knob: GpuKnob;
  private readonly memory: GpuMemory;
  private readonly phase = new PhaseWatch();
  private readonly restarts = new Restarts();
  private idleFor = 0;
  /** Seconds at the present place. */
  private since = 0;
  private last: number;
  /** What the present work was taken for, and is not. */
  private disproved: GpuSearch[] = [];
  /** What was seen since something odd was. */
  private doubted: GpuObservation[] = [];
  search: GpuSearch;

  constructor(knob: GpuKnob) {
    this.knob = knob;
    this.memory = new GpuMemory(knob);
    this.search = new GpuSearch(knob);
    this.last = this.search.place;
  }

  get state(): GpuState {
    if (this.isParked) return 'parked';
    return this.idleFor > idleSeconds ? 'idle' : this.search.stage;
  }

  /** Place of the setting to hold now. */
  get place(): number {
    return this.isParked ? 0 : this.search.place;
  }

  /** Whether it tries or looks at something now, rather than holding what it found. */
  get exploring(): boolean {
    return this.search.stage !== 'holding';
  }

  /** What runs from now on may not be what ran before. */
  restart(): void {
    this.begin(0);
  }

  /** The setting is not the one asked for: what follows has to settle. */
  disturb(): void {
    this.search.interrupt();
    this.settle();
  }

  follow(view: GpuObservation, allowed: number): void {
    if (view.busy !== undefined && view.busy <= idleShare && view.progress.length === 0) {
      this.idleFor += view.seconds;
      this.search.interrupt();
      return;
    }
    if (this.idleFor > parkSeconds) this.begin(0);
    else if (this.idleFor > idleSeconds) this.begin();
    this.idleFor = 0;
    this.watch(view);
    this.doubted.push(view);
    if (this.isDoubtful(view)) return;
    for (const known of this.doubted.splice(0)) {
      this.search.follow(known, allowed);
      if (this.search.place === this.last) continue;
      this.settle();
      return;
    }
  }

  /** The present search may be one of those remembered, and has to be the same object after a restore. */
  save() {
    const { memory, phase, restarts, idleFor, since, last, doubted, disproved, search } = this;
    const place = memory.placeOf(search);
    const present = place < 0 ? search.save() : undefined;
    return {
      memory: memory.save(),
      place,
      present,
      phase: phase.save(),
      restarts: restarts.save(),
      idleFor,
      since,
      last,
      doubted: [...doubted],
      disproved: disproved.map(each => memory.placeOf(each)).filter(at => at >= 0),
    };
  }

  restore(saved: Saved<GpuController>): void {
    this.memory.restore(saved.memory);
    this.search = this.memory.at(saved.place) ?? new GpuSearch(this.knob);
    if (saved.present !== undefined) this.search.restore(saved.present);
    this.phase.restore(saved.phase);
    this.restarts.restore(saved.restarts);
    ({ idleFor: this.idleFor, since: this.since, last: this.last } = saved);
    this.doubted = [...saved.doubted];
    this.disproved = saved.disproved.flatMap(at => this.memory.at(at) ?? []);
  }

  private get isParked(): boolean {
    return this.knob.kind === 'clock' && this.idleFor > parkSeconds;
  }

  /** Whether it is unclear yet that a view is of the same work: other work must not spoil what is known of this. */
  private isDoubtful(view: GpuObservation): boolean {
    const trial = this.search.trials.at(this.search.place);
    const span = this.doubted.reduce((sum, v) => sum + v.seconds, 0);
    return span < doubtSeconds && trial !== undefined && (this.doubted.length > 1 || isOdd(view, trial));
  }

  /** Checks whether the same work continues. */
  private watch(view: GpuObservation): void {
    this.since += view.seconds;
    const settled = this.since - settleSeconds;
    if (settled <= 0) return;
    this.phase.take({ ...view, progress: view.progress.filter(p => p.seconds <= settled) });
    const { search } = this;
    if (search.trials.isOtherWork(search.place)) {
      search.trials.drop(search.place);
      this.begin();
      return;
    }
    if (search.heldFor >= calmSeconds) this.disproved = [];
    if (search.isOff) {
      this.begin();
      this.disproved.push(search);
      return;
    }
    const trial = search.trials.at(search.place);
    const { recent } = this.phase;
    if (recent === undefined) return;
    if (trial !== undefined && this.phase.isOther(trial, view.seconds)) {
      this.disproved = [];
      const known = this.memory.recall(recent, search.place, [search]);
      if (known === undefined) this.begin();
      else this.resume(known);
    } else if (search.stage === 'reference' && settled >= recogniseSeconds) {
      const known = this.memory.recall(recent, topOf(this.knob), [search, ...this.disproved]);
      if (known !== undefined) this.resume(known);
    }
  }

  /** `patience`: how much longer than usual the new work is looked at first. */
  private begin(patience = this.restarts.next(this.search.heldFor)): void {
    if (this.search.stage !== 'reference') this.memory.keep(this.search);
    if (patience === 0) this.restarts.reset();
    this.search = new GpuSearch(this.knob, patience);
    this.settle();
  }

  private resume(known: GpuSearch): void {
    if (this.search.stage !== 'reference') this.memory.keep(this.search);
    this.search = known;
    known.resume();
    this.settle();
  }

  private settle(): void {
    this.last = this.search.place;
    this.since = 0;
    this.doubted = [];
    this.phase.reset();
  }
}
