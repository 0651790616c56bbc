import type { ControlStatus, LoadStatus, Status } from '../../control/protocol/status.js';
import type { BindingReason } from '../../governor/arbitration/decision.js';
import { meterOf, totalOf } from '../../model/meters.js';
import { controlValue } from '../render/units.js';

/** Whether limits are written, in words. */
export const mode = ({ mode }: Pick<Status, 'mode'>): string =>
  mode === 'govern' ? 'governing' : 'observing (nothing is written)';

/** What the machine draws, of what; undefined where nothing measures it. */
export function totalPower({
  total,
  power,
}: Pick<Status, 'total' | 'power'>): NonNullable<Status['total']> | undefined {
  if (total !== undefined) return total ?? undefined;
  // An older daemon's counters, of one moment.
  const values = new Map(power.map(p => [p.domain, p.watts]));
  const summed = totalOf(meterOf(values), values);
  return summed && { what: summed.what, sure: summed.sure, watts: summed.sum };
}

/** What a total that leaves something out begins with. */
export const atLeast = ({ sure }: NonNullable<Status['total']>): string => (sure === 'whole' ? '' : 'at least ');

export const supply = ({ onMains }: Pick<Status, 'onMains'>): string => (onMains ? 'on mains' : 'on battery');

/** The reason that matters most to a person: what holds the maximum down, else the minimum up, else the choice made. */
export function foremost(reasons: readonly BindingReason[]): BindingReason | undefined {
  return ['max', 'min', 'choice'].map(bound => reasons.find(r => r.bound === bound)).find(r => r !== undefined);
}

/** The rules that bind, strongest bound first: `thermal, profile`. */
export function boundBy(reasons: readonly BindingReason[]): string {
  const rules = ['max', 'min', 'choice'].flatMap(bound => reasons.filter(r => r.bound === bound).map(r => r.rule));
  return [...new Set(rules)].join(', ') || '–';
}

/** Controls that do not have what the daemon wants, each in words. */
export function notHeld(controls: readonly ControlStatus[]): string[] {
  return controls.filter(c => c.state !== 'held' && c.state !== 'observed').map(controlLine);
}

/** One control: what is wanted, what is there, and why they differ. */
function controlLine({ name, unit, state, wanted, readback, why }: ControlStatus): string {
  const reads = `wants ${controlValue(wanted, unit)}, reads ${controlValue(readback, unit)}`;
  return `${name} ${state}: ${reads}${why === null ? '' : ` (${why})`}`;
}

/** What the governor makes of a load: the figures that its sentences rest on. */
export function loadFacts({ bunching, coherence, computeShare, stallKnown, regular, batch }: LoadStatus): string {
  const kind = regular ? 'paced' : batch ? 'batch' : 'latency';
  const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  const beta = stallKnown ? computeShare.toFixed(2) : 'unknown';
  return `${kind}: bunching ${figure(bunching)}, coherence ${figure(coherence)}, β ${beta}`;
}
