import type { BatteryCharge, ChargeLevels } from '../../control/protocol/operations/charge.js';
import type { ControlStatus } from '../../control/protocol/status.js';
import { explain } from '../../governor/explain/explain.js';
import { controlName } from '../../model/control-names.js';
import { supplyScope, wholeMachine } from '../../model/names.js';
import { type ChargeOrders, fullLimits, limitsFor } from '../../model/people/charge.js';
import { isBattery } from '../../model/power-source.js';
import type { ControlValue } from '../../model/signals.js';
import { unmetFor } from '../charge/unmet.js';
import type { LoopState } from '../loop/loop.js';

type ChargeState = Pick<LoopState, 'stages' | 'last' | 'mode'>;

/** How far each battery of the machine is charged; `held` says how the controls stand that are wanted. */
export function chargesOf(
  { stages, last, mode }: ChargeState,
  orders: ChargeOrders | undefined,
  held: readonly ControlStatus[],
): BatteryCharge[] {
  const { description, baseline } = stages;
  const states = last?.reading.state ?? (() => undefined);
  const machine = states('conservation_mode') === 1;
  return description.topology.supplies.filter(isBattery).map(({ name: battery }): BatteryCharge => {
    const scope = supplyScope(battery);
    const of = (role: string): string => controlName(scope, role);
    const levels = (read: (control: string) => ControlValue | undefined): ChargeLevels => ({
      start: level(read(of('charge_start'))),
      stop: level(read(of('charge_stop'))),
    });
    const type = states(of('charge_types'));
    const behaviour = states(of('charge_behaviour'));
    const fullFor = orders?.full[battery] ?? null;
    const wanted = orders === undefined ? {} : fullFor === null ? limitsFor(orders, battery) : fullLimits;
    const decision = last?.decisions.find(d => d.scope === scope);
    return {
      battery,
      level: level(states(of('capacity'))),
      inForce: levels(states),
      wanted: { start: wanted.start ?? null, stop: wanted.stop ?? null },
      before: levels(control => baseline.get(control)),
      ownLimit: type === 'Long_Life' ? type : machine ? 'conservation mode' : null,
      behaviour: typeof behaviour === 'string' ? behaviour : null,
      fullFor,
      why: [
        ...unmetFor(battery, fullFor === null ? wanted : { stop: wanted.stop }, description),
        ...held.filter(c => c.name.startsWith(`${scope}.`) || isMachines(c, fullFor, wanted.stop)).flatMap(notInForce),
      ],
      explanation: decision === undefined ? null : explain(scope, decision.limits, decision.reasons, mode === 'govern'),
    };
  });
}

const level = (value: ControlValue | undefined): number | null => (typeof value === 'number' ? value : null);

const isMachines = ({ name }: ControlStatus, fullFor: string | null, stop: number | undefined): boolean =>
  name === controlName(wholeMachine, 'conservation_mode') && (fullFor !== null || stop !== undefined);

/** What the kernel made of it, or why it has not what is wanted. */
function notInForce({ name, state, wanted, readback, why }: ControlStatus): string[] {
  if (state === 'held') return [];
  if (state === 'observed') return [`${name}: the daemon only observes, and sets nothing`];
  return [`${name}: ${wanted} is wanted, ${readback ?? 'nothing'} is in force${why === null ? '' : ` (${why})`}`];
}
