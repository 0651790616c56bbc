/**
 * Standing orders: what the configuration says for each circumstance, and which of it holds now.
 *
 * 1. An order may require a power source, hours of the day, a running application and a low battery; it holds while all of them apply.
 * 2. Orders are sorted from the most general to the most specific: for the machine, for a power source, for hours, for an application, for a level of
 *    the battery from the highest to the lowest: energy that runs out matters more than what is done with it.
 * 3. Profile and temperature target are those of the last order that holds and names them; of caps the lowest holds.
 * 4. A profile that an order holds is stronger than one that a person has set (as a hold of power-profiles-daemon is). Above a level of the battery
 *    stands what a person said since it was crossed; what they said before comes back once it is left.
 */
import type { PowerSource, ProfileName } from '../../model/people/profiles.js';

/** Hours of the day in minutes since midnight. If `from` is after `to`, they go past midnight and belong to the day on which they began. */
export interface Hours {
  readonly from: number;
  readonly to: number;
  /** 0 is Sunday; every day if left out. */
  readonly days?: readonly number[] | undefined;
}

export interface Order {
  /** When it holds, in words: `on battery`, `while ffmpeg runs`. */
  readonly when: string;
  readonly source?: PowerSource | undefined;
  readonly hours?: Hours | undefined;
  /** Index of the application that must run. */
  readonly application?: number | undefined;
  /** It holds while the battery is below this charge in percent, as battery-levels.ts has it. */
  readonly level?: number | undefined;
  readonly profile?: ProfileName | undefined;
  /** kHz. */
  readonly max?: number | undefined;
  /** °C. */
  readonly target?: number | undefined;
  readonly hold?: boolean | undefined;
}

/** The circumstances of a tick; day and minute in the user's time zone. */
export interface Circumstances {
  readonly source: PowerSource;
  readonly day: number;
  readonly minute: number;
  readonly running: ReadonlySet<number>;
  /** The lowest level that the battery is below, percent. */
  readonly level?: number | undefined;
}

/** What holds now. The object stays the same while the same orders hold. */
export interface Standing {
  readonly source: PowerSource;
  readonly profile: ProfileName;
  /** When the order that named the profile holds, in words. */
  readonly when: string;
  readonly held: boolean;
  readonly cap: { readonly max: number; readonly when: string } | undefined;
  readonly target: number | undefined;
  /** The battery's level, in percent, whose order named the profile, and what would hold without it. */
  readonly low?: { readonly level: number; readonly otherwise: Standing } | undefined;
}

export class StandingOrders {
  private readonly orders: readonly Order[];
  private readonly usual: ProfileName;
  private last: { readonly key: string; readonly standing: Standing } | undefined;

  constructor(orders: readonly Order[], usual: ProfileName) {
    this.orders = orders;
    this.usual = usual;
  }

  at(now: Circumstances): Standing {
    const holding = this.orders.filter(order => holds(order, now));
    const key = `${now.source} ${holding.map(order => this.orders.indexOf(order)).join()}`;
    if (this.last?.key !== key) this.last = { key, standing: this.standing(holding, now.source) };
    return this.last.standing;
  }

  private standing(holding: readonly Order[], source: PowerSource): Standing {
    const by = holding.findLast(o => o.profile !== undefined);
    if (by?.level !== undefined) {
      const otherwise = this.standing(
        holding.filter(o => o.level === undefined),
        source,
      );
      return { ...this.named(by, holding, source), low: { level: by.level, otherwise } };
    }
    return this.named(by, holding, source);
  }

  private named(by: Order | undefined, holding: readonly Order[], source: PowerSource): Standing {
    let cap: Standing['cap'];
    for (const { max, when } of holding) if (max !== undefined && max < (cap?.max ?? Infinity)) cap = { max, when };
    return {
      source,
      profile: by?.profile ?? this.usual,
      when: by?.when ?? 'always',
      held: by?.hold === true,
      cap,
      target: holding.findLast(o => o.target !== undefined)?.target,
    };
  }
}

function holds({ source, hours, application, level }: Order, now: Circumstances): boolean {
  return (
    (source === undefined || source === now.source) &&
    (application === undefined || now.running.has(application)) &&
    (level === undefined || (now.level !== undefined && now.level <= level)) &&
    (hours === undefined || within(hours, now))
  );
}

function within({ from, to, days }: Hours, { day, minute }: Circumstances): boolean {
  const on = (d: number): boolean => days === undefined || days.includes(d);
  if (from < to) return on(day) && minute >= from && minute < to;
  return (on(day) && minute >= from) || (on((day + 6) % 7) && minute < to);
}
