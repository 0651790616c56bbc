import { scopeOf } from '../../governor/arbitration/decision.js';
import type { ControlValue } from '../../model/signals.js';

type Writes = Readonly<Record<string, ControlValue>>;

/** Writes that may be asked for apart: each GPU's alone, since nvidia-smi takes up to seconds and nothing else should wait for its outcome. */
export function byDevice(writes: Writes): Writes[] {
  const parts = new Map<string, Record<string, ControlValue>>();
  for (const [control, value] of Object.entries(writes)) {
    const [scope] = scopeOf(control);
    const device = scope.startsWith('gpu') ? scope : 'cpu';
    const part = parts.get(device) ?? {};
    part[control] = value;
    parts.set(device, part);
  }
  return [...parts.values()];
}
