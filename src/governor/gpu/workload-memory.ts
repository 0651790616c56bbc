/**
 * The kinds of work that a GPU did before, each with what its search knows. A kind is recognised by its signature at a setting where it was seen:
 * power and memory traffic within 5 %, the progress of its applications within 8 %. Of more than 16, the one that was not seen for longest is
 * forgotten.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { GpuKnob } from './knob.js';
import { isAlike, type Recent } from './phase-watch.js';
import { GpuSearch } from './search.js';

const most = 16;
const alike = 0.05;
const rateAlike = 0.08;
const leastSeconds = 15;

export class GpuMemory implements Stateful {
  /** Newest last. */
  private works: GpuSearch[] = [];
  private readonly knob: GpuKnob;

  constructor(knob: GpuKnob) {
    this.knob = knob;
  }

  get size(): number {
    return this.works.length;
  }

  keep(search: GpuSearch): void {
    this.works = [...this.works.filter(s => s !== search), search].slice(-most);
  }

  /** The newest kind of work that matches this at `place`, and is none of `except`. */
  recall(recent: Recent, place: number, except: readonly GpuSearch[]): GpuSearch | undefined {
    return this.works.findLast(search => {
      const trial = except.includes(search) ? undefined : search.trials.at(place);
      if (trial === undefined || trial.seconds < leastSeconds) return false;
      const named = [...recent.rates.keys()];
      if (trial.progress.size > 0 !== named.length > 0 || !named.every(name => trial.progress.has(name))) return false;
      return isAlike(recent, trial, alike, rateAlike);
    });
  }

  /** Index of a search that is remembered, −1 for another. */
  placeOf(search: GpuSearch): number {
    return this.works.indexOf(search);
  }

  at(place: number): GpuSearch | undefined {
    return this.works[place];
  }

  save() {
    return this.works.map(search => search.save());
  }

  restore(saved: Saved<GpuMemory>): void {
    this.works = saved.map(work => {
      const search = new GpuSearch(this.knob);
      search.restore(work);
      return search;
    });
  }
}
