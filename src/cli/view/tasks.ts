import type { TaskRow, TaskSort, TasksStatus } from '../../control/protocol/operations/tasks.js';
import type { Style } from '../render/style.js';
import { type Cell, type Column, table } from '../render/table.js';
import { cut } from '../render/text.js';
import { counted } from '../render/units.js';

/** From these widths on switches and jitter are shown too, and the φ field. */
const wideFrom = 100;
const widestFrom = 120;
const dash = '–';

/** What tasks do: a line of the whole, a table, and what is not in it; at most `height` lines. */
export function taskLines(status: TasksStatus, style: Style, height = Number.POSITIVE_INFINITY): string[] {
  const { rows, rest, by } = status;
  const whole = cut(wholeWords(status), style.width);
  if (rows.length === 0) return [whole, 'no task ran'];
  const room = Math.max(1, height - 3);
  const shown = rows.slice(0, room);
  const hidden = rows.slice(room);
  const columns = columnsFor(style.width, by === 'task' || by === 'process', status.sort);
  const lines = table(
    columns,
    shown.map(row => columns.map(column => column.cell(row))),
    style,
  );
  const sum = (of: (row: TaskRow) => number, base: number): number => hidden.reduce((s, row) => s + of(row), base);
  const more = rest.rows + hidden.length;
  const words = [
    `${percentOf(sum(row => row.cpu, rest.cpu))} of a CPU`,
    ...(rest.watts === null ? [] : [smallPower(sum(row => row.watts ?? 0, rest.watts))]),
    `${rate(sum(row => row.wakeups, rest.wakeups))} wake-ups a second`,
  ];
  const foot = more === 0 ? [] : [style.paint('dim', cut(`and ${more} more: ${words.join(', ')}`, style.width))];
  return [whole, ...lines, ...foot];
}

function wholeWords({ from, to, tasks, dropped, packageWatts, idleWatts }: TasksStatus): string {
  const over = `${counted(tasks, 'task')}, over ${((to - from) / 1000).toFixed(1)} s`;
  const lost = dropped === 0 ? '' : `; ${dropped} were more than are counted`;
  if (packageWatts === null || idleWatts === null) return `${over}; power is not measured${lost}`;
  const used = smallPower(packageWatts - idleWatts);
  return `${over}: package ${smallPower(packageWatts)}, by tasks ${used}, idle ${smallPower(idleWatts)}${lost}`;
}

interface TaskColumn extends Column {
  readonly cell: (row: TaskRow) => Cell;
}

const right = (title: string, cell: TaskColumn['cell']): TaskColumn => ({ title, align: 'right', cell });

function columnsFor(width: number, single: boolean, sort: TaskSort): TaskColumn[] {
  const wide = width >= wideFrom;
  const switches = right('SWITCH/S', row => rate(row.voluntary + row.involuntary));
  return [
    single ? right('PID', row => `${row.pid ?? dash}`) : right('TASKS', row => `${row.tasks}`),
    right('CPU', row => percentOf(row.cpu)),
    right('POWER', row => (row.watts === null ? dash : smallPower(row.watts + (row.memoryWatts ?? 0)))),
    right('WAKE/S', row => rate(row.wakeups)),
    ...(wide || sort === 'switches' ? [switches] : []),
    { title: 'CLASS', cell: row => row.class },
    right('PERIOD', row => span(row.period)),
    ...(wide ? [right('JITTER', row => span(row.jitter))] : []),
    right('COHER', row => row.coherence?.toFixed(2) ?? dash),
    ...(width >= widestFrom ? [right('FIELD', row => fieldWord(row.field))] : []),
    { title: 'NAME', cell: row => named(row, single) },
  ];
}

function fieldWord(field: TaskRow['field']): string {
  if (typeof field === 'number') return field.toFixed(field < 9.95 ? 1 : 0);
  return field === 'infinite' ? '∞' : dash;
}

/** A unit says more of a task than its name does. */
const named = ({ name, unit }: TaskRow, single: boolean): string =>
  single && unit !== null && unit !== '/' ? `${name}  ${unit}` : name;

const percentOf = (cpus: number): string => `${(100 * cpus).toFixed(1)} %`;

const smallPower = (watts: number): string =>
  Math.abs(watts) < 0.9995 ? `${Math.round(watts * 1000)} mW` : `${watts.toFixed(watts < 99.95 ? 1 : 0)} W`;

const rate = (perSecond: number): string => perSecond.toFixed(perSecond < 9.95 ? 1 : 0);

function span(seconds: number | null): string {
  if (seconds === null) return dash;
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return seconds >= 0.001 ? `${(seconds * 1e3).toFixed(1)} ms` : `${Math.round(seconds * 1e6)} µs`;
}
