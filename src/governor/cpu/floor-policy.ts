import type { PolicyReading } from '../../model/sensing/reading.js';
import type { DomainFeatures } from '../features/features.js';

/** Kernel governors that choose a clock below the cap by the utilisation they see: to keep a promise of speed they need a floor beside the cap. */
const following = new Set(['schedutil', 'ondemand', 'conservative']);
/** EPP words that tell the firmware to keep up with the load: it follows utilisation as well. The others allow the firmware to save. */
const keepingUp = new Set(['balance_performance', 'default']);

/** Whether firmware raises and lowers the clock with the load. */
export const rampsByItself = ({ governor, epp }: PolicyReading): boolean =>
  epp !== undefined && epp !== 'performance' && governor === 'powersave';

/**
 * Whether a floor is needed to make the domain run at the cap. Under `performance` (governor or EPP) the cap alone is enough; `powersave` without EPP
 * and `userspace` are a user's request. Near a trip there is no floor.
 */
export const takesFloor = ({ governor, epp }: PolicyReading, { nearTrip }: DomainFeatures): boolean =>
  !nearTrip && (epp === undefined ? following.has(governor ?? '') : governor === 'powersave' && keepingUp.has(epp));
