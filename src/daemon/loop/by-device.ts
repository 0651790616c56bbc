import type { ControlNames } from '../../model/control-names.js';
import { isGpu } from '../../model/names.js';
import type { ControlValue } from '../../model/signals.js';

type Writes = Readonly<Record<string, ControlValue>>;

/**
 * Splits writes into groups with separate outcomes: each GPU has its own group, since nvidia-smi takes up to seconds and nothing else should wait for
 * it.
 */
export function byDevice(writes: Writes, names: ControlNames): Writes[] {
  const parts = new Map<string, Record<string, ControlValue>>();
  for (const [control, value] of Object.entries(writes)) {
    const { scope } = names.factsOf(control);
    const device = isGpu(scope) ? scope : 'cpu';
    const part = parts.get(device) ?? {};
    part[control] = value;
    parts.set(device, part);
  }
  return [...parts.values()];
}
