import type { ProfileName } from '../../../../src/model/people/profiles.js';
import type { OverrideRequest } from '../../../../src/model/people/requests.js';
import type { ControlValue } from '../../../../src/model/signals.js';
import { governed, hotCap, people, policies } from './scene.js';

export interface Wished {
  readonly id: number;
  /** Second at which it ends. */
  at?: number;
  /** Ends with this life of this person's process. */
  life?: string;
  /** Ends with this connection, while there is one. */
  connection?: string | undefined;
}
interface Held extends Wished {
  readonly profile: ProfileName;
}
interface Overridden extends Wished {
  readonly wish: OverrideRequest;
  /** Who asked. */
  readonly by?: number;
}

/** What should be, by the words of the documentation and none of the code. */
export class Model {
  chosen: ProfileName = 'balanced';
  holds: Held[] = [];
  overrides: Overridden[] = [];
  readonly lives = Array.from({ length: people }, () => 1);
  readonly connections: number[] = Array.from({ length: people }, () => 1);

  life = (person: number) => `${person}/${this.lives[person]}`;
  connection = (person: number) => `${person}/${this.connections[person]}`;

  end(over: (wished: Wished) => boolean): void {
    this.holds = this.holds.filter(w => !over(w));
    this.overrides = this.overrides.filter(w => !over(w));
  }

  /** Somebody overrides something anew for a time: what they overrode before for a time says no more of it. */
  replaced(by: number, newer: OverrideRequest): void {
    this.overrides = this.overrides.flatMap(o => {
      if (o.by !== by || o.at === undefined || o.wish.cpus !== newer.cpus) return [o];
      const wish = { ...o.wish };
      for (const key of ['min', 'max', 'epp', 'governor', 'boost'] as const)
        if (newer[key] !== undefined) delete wish[key];
      const { cpus: _, ...left } = wish;
      return Object.keys(left).length === 0 ? [] : [{ ...o, wish }];
    });
  }

  /** What lasts as long as a process of which nobody sees the connection ends with it. */
  dead(life: string): void {
    this.end(w => w.connection === undefined && w.life === life);
  }

  get profile(): ProfileName {
    if (this.holds.some(h => h.profile === 'power-saver')) return 'power-saver';
    return this.holds.length > 0 ? 'performance' : this.chosen;
  }

  expected(onMains: boolean, hot: boolean): Record<string, ControlValue> {
    const newest = <K extends 'epp' | 'governor' | 'boost'>(key: K, id?: number) =>
      this.overrides.filter(o => o.wish[key] !== undefined && (id === undefined || concerns(o.wish, id))).at(-1)?.wish[
        key
      ];
    const out: Record<string, ControlValue> = { boost: newest('boost') === false ? 0 : 1 };
    for (const { id, hw_min, hw_max } of policies) {
      const of = this.overrides.filter(o => concerns(o.wish, id)).map(o => o.wish);
      const maxes = of.flatMap(w => w.max ?? []);
      const mins = of.flatMap(w => w.min ?? []);
      let [min, max] = [hw_min, hw_max];
      const narrow = (low: number, high: number) => {
        const inside = (x: number) => Math.min(Math.max(x, min), max);
        [min, max] = [inside(Math.min(low, high)), inside(high)];
      };
      if (hot) narrow(hw_min, hotCap);
      if (of.length > 0) narrow(Math.max(...mins), Math.min(...maxes));
      const usual = governed[this.profile];
      narrow(
        mins.length > 0 ? Number.NEGATIVE_INFINITY : Math.max(usual.min, hw_min),
        maxes.length > 0 ? Number.POSITIVE_INFINITY : Math.min(usual.max, hw_max),
      );
      out[`policy${id}.min_freq`] = min;
      out[`policy${id}.max_freq`] = max;
      out[`policy${id}.governor`] = newest('governor', id) ?? 'powersave';
      out[`policy${id}.epp`] = newest('epp', id) ?? usualEpp(this.profile, onMains);
    }
    return out;
  }
}

const concerns = ({ cpus }: OverrideRequest, id: number) => cpus === undefined || cpus === (id === 0 ? 'P' : 'E');
const usualEpp = (profile: ProfileName, onMains: boolean) =>
  profile === 'performance'
    ? 'performance'
    : profile === 'power-saver'
      ? 'power'
      : onMains
        ? 'balance_performance'
        : 'balance_power';
