import type { Description } from './description.js';
import { kernelGovernor } from './kernel-governor.js';

/** The governors of a driver that follows none of the kernel's. */
const ofDriver = new Set(['performance', 'powersave']);

/** Why the kernel's governor can't raise work on any CPU of this machine, in words; undefined where it can on some. */
export function kernelLacks({ controls, topology }: Pick<Description, 'controls' | 'topology'>): string | undefined {
  const governors = controls.filter(c => c.role === 'governor');
  if (governors.some(c => c.writable && c.choices?.includes(kernelGovernor))) return undefined;
  const offering = governors.find(c => c.choices?.includes(kernelGovernor));
  if (offering !== undefined) return offering.why ?? 'no governor may be set';
  const driver = topology.policies[0]?.driver;
  if (governors.length === 0) return 'no governor can be chosen here';
  return governors.every(c => c.choices?.every(word => ofDriver.has(word)))
    ? `the driver ${driver ?? 'of this machine'} takes none of the kernel’s governors`
    : 'its module is not loaded (latticectl kernel status)';
}
