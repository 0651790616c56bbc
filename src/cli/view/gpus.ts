import type { GpuStatus } from '../../control/protocol/status.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { frequency, percent, power, temperature } from '../render/units.js';
import { boundBy } from './phrases.js';

const head = [
  { title: 'GPU' },
  { title: 'NOW', align: 'right' },
  { title: 'LIMIT', align: 'right' },
  { title: 'BUSY', align: 'right' },
  { title: 'MEMORY', align: 'right' },
  { title: 'POWER', align: 'right' },
  { title: 'HEAT', align: 'right' },
  { title: 'HELD BY' },
  { title: 'BOUND BY' },
  { title: 'NAME' },
] as const;

/** A table of the machine's GPUs; no line where there is none. */
export function gpuLines(gpus: readonly GpuStatus[], style: Style): string[] {
  if (gpus.length === 0) return [];
  const rows = gpus.map((g): Cell[] => [
    g.scope,
    frequency(g.clock),
    frequency(g.maxClock),
    percent(g.busy),
    percent(g.memoryBusy),
    power(g.watts),
    temperature(g.celsius),
    g.heldBy.join(', ') || '–',
    boundBy(g.reasons),
    g.name,
  ]);
  return ['', ...table(head, rows, style)];
}

/** One GPU in a line. */
export const gpuFacts = (g: GpuStatus): string =>
  [
    frequency(g.clock),
    `limit ${frequency(g.maxClock)}`,
    `memory ${percent(g.memoryBusy)}`,
    temperature(g.celsius),
    ...(g.heldBy.length === 0 ? [] : [`held by ${g.heldBy.join(', ')}`]),
  ].join('  ');
