/**
 * What kinds of work a GPU did before, each with what its search knows. A kind is recognised by its signature at a setting where it was
 * seen: power and memory traffic within 5 %, the progress of its applications within 8 %. Of more than 16 the one longest unseen is forgotten.
 */
import { isAlike, type Recent } from './phase-watch.js';
import type { GpuSearch } from './search.js';

const most = 16;
const alike = 0.05;
const rateAlike = 0.08;
const leastSeconds = 15;

export class GpuMemory {
  /** Newest last. */
  private works: GpuSearch[] = [];

  get size(): number {
    return this.works.length;
  }

  keep(search: GpuSearch): void {
    this.works = [...this.works.filter(s => s !== search), search].slice(-most);
  }

  /** The newest kind of work other than `except` that looks like this at `place`. */
  recall(recent: Recent, place: number, except: GpuSearch): GpuSearch | undefined {
    return this.works.findLast(search => {
      const trial = search === except ? undefined : search.trials.at(place);
      if (trial === undefined || trial.seconds < leastSeconds) return false;
      const named = [...recent.rates.keys()];
      if (trial.progress.size > 0 !== named.length > 0 || !named.every(name => trial.progress.has(name))) return false;
      return isAlike(recent, trial, alike, rateAlike);
    });
  }
}
