import type { Status } from '../../control/protocol/status.js';
import { clocksOf, type KindOf } from '../../web/told/clocks.js';
import type { TimedValue } from '../render/sparkline.js';
import { totalPower } from '../view/phrases.js';
import { tightest } from './heat.js';

export const pastMs = 300_000;

/** The last minutes, oldest first. */
export interface Past {
  readonly watts: readonly TimedValue[];
  readonly celsius: readonly TimedValue[];
  /** By kind of core, kHz. */
  readonly clocks: ReadonlyMap<string, readonly TimedValue[]>;
}

export const noPast: Past = { watts: [], celsius: [], clocks: new Map() };

/** The past with what a status says, and without what is too old. */
export function pastWith(past: Past, status: Status, kindOf: KindOf): Past {
  const oldest = status.now - pastMs;
  const longer = (before: readonly TimedValue[], value: number | null | undefined): TimedValue[] => [
    ...before.filter(point => point.at > oldest),
    ...(value == null ? [] : [{ at: status.now, value }]),
  ];
  return {
    watts: longer(past.watts, totalPower(status)?.watts),
    celsius: longer(past.celsius, tightest(status.zones)?.celsius),
    clocks: new Map(
      clocksOf(status.policies, kindOf).map(({ kind, khz }) => [kind, longer(past.clocks.get(kind) ?? [], khz)]),
    ),
  };
}
