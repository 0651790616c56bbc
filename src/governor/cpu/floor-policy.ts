import type { PolicyReading } from '../../model/sensing/reading.js';
import type { DomainFeatures } from '../features/features.js';

/** Kernel governors that choose below the cap by the utilisation they see: beside a cap they need a floor to keep a promise of speed. */
const following = new Set(['schedutil', 'ondemand', 'conservative']);
/** Words of EPP that ask firmware to keep up with the load: it follows utilisation as well. The others ask it to save, and it may. */
const keepingUp = new Set(['balance_performance', 'default']);

/**
 * Whether a floor makes the domain run where the cap says. Under `performance`, governor or EPP, the cap alone does; `powersave` without EPP and
 * `userspace` are somebody's request. Near a trip nothing is held up.
 */
export const takesFloor = ({ governor, epp }: PolicyReading, { nearTrip }: DomainFeatures): boolean =>
  !nearTrip && (epp === undefined ? following.has(governor ?? '') : governor === 'powersave' && keepingUp.has(epp));
