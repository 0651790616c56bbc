import { clocksOf } from '../../web/told/clocks.js';
import { slots, tallSparkline } from '../render/sparkline.js';
import type { Style } from '../render/style.js';
import { counted, frequency, percent } from '../render/units.js';
import { fitting, graphLines, graphRoom } from './line.js';
import type { View } from './model.js';
import { pastMs } from './past.js';

/** A line for each kind of core that the machine tells: its mean clock, the last minutes of it, and how busy it is. */
export function clockLines({ status, past, kindOf }: View, rows: number, width: number, style: Style): string[] {
  const clocks = clocksOf(status.policies, kindOf);
  return clocks.flatMap(({ kind, khz, busy, max }) => {
    const of = status.policies.filter(p => kindOf(p.scope) === kind);
    const top = Math.max(...of.map(p => p.hardware.max));
    const cpus = of.reduce((sum, p) => sum + p.cpus.length, 0);
    const tail = fitting([`busy ${percent(busy)}`, `limit ${frequency(max)}`, counted(cpus, 'CPU')], width);
    const values = slots(past.clocks.get(kind) ?? [], status.now, pastMs, graphRoom(width, tail));
    const graph = tallSparkline(values, top, rows).map(row => style.paint('accent', row));
    return graphLines(clocks.length === 1 ? 'clock' : kind, frequency(khz), graph, tail, style);
  });
}
