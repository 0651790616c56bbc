import { gpuScope } from '../../../model/gpu.js';
import type { SignalSpec } from '../../../model/signals.js';
import type { Board } from './board.js';
import type { GpuRow } from './row.js';

/** A GPU's signals beside those that the helper gives: names, roles and units of docs/helper-protocol.md. */
const gauges = [
  ['busy', 'busy', 'percent', row => row.busy],
  ['memory_busy', 'memory_busy', 'percent', row => row.memoryBusy],
  ['power', 'power', 'uW', row => row.power],
  ['clock', 'frequency', 'kHz', row => row.clock],
  ['memory_clock', 'memory_frequency', 'kHz', row => row.memoryClock],
  ['temp', 'temperature', 'C', row => row.temperature],
  ['memory_temp', 'memory_temperature', 'C', row => row.memoryTemperature],
  ['throttle', 'throttle_reasons', 'bits', row => row.throttle],
  ['enforced_limit', 'enforced_limit', 'uW', row => row.enforcedLimit],
  ['pstate', 'pstate', 'count', row => row.pstate],
] as const satisfies readonly (readonly [string, string, string, (row: GpuRow) => number | undefined])[];

/** How many a GPU has. */
export const signalCount = gauges.length + 1;

export function signalsOf(id: number): SignalSpec[] {
  const scope = gpuScope(id);
  return [
    ...gauges.map(([name, role, unit]): SignalSpec => ({ name: `${scope}.${name}`, unit, kind: 'gauge', role, scope })),
    { name: `${scope}.energy`, unit: 'uJ', kind: 'counter', role: 'energy', scope },
  ];
}

/** Writes a board's values at a time into a sample, in the order of `signalsOf`. */
export function fill(board: Board, at: number, values: Float64Array, from: number): void {
  const row = board.row(at);
  gauges.forEach(([, , , of], i) => {
    values[from + i] = (row === undefined ? undefined : of(row)) ?? Number.NaN;
  });
  values[from + gauges.length] = board.energy(at) ?? Number.NaN;
}
