import type { PolicyReading } from '../model/reading.js';
import type { DomainFeatures } from './features.js';

/** Kernel governors that choose below the cap by the utilisation they see: beside a cap they need a floor to keep a promise of speed. */
const following = new Set(['schedutil', 'ondemand', 'conservative']);

/**
 * Whether a floor makes the domain run where the cap says. Under `performance` the cap alone does; `powersave` and `userspace` are somebody's
 * wish; firmware that picks frequencies by itself (EPP) is told by EPP and cap. Near a trip nothing is held up.
 */
export const takesFloor = ({ governor, epp }: PolicyReading, { nearTrip }: DomainFeatures): boolean =>
  !nearTrip && epp === undefined && governor !== undefined && following.has(governor);
