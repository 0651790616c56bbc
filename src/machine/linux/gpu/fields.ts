/**
 * What nvidia-smi is asked of each GPU. One unknown name fails a whole query, and names change with the driver, so the list is made once out of what
 * `--help-query-gpu` names.
 */

/** Each figure with its field's names, the newest first. */
const names = {
  uuid: ['uuid', 'gpu_uuid'],
  timestamp: ['timestamp'],
  index: ['index'],
  busy: ['utilization.gpu'],
  memoryBusy: ['utilization.memory'],
  power: ['power.draw'],
  clock: ['clocks.current.graphics', 'clocks.gr'],
  memoryClock: ['clocks.current.memory', 'clocks.mem'],
  temperature: ['temperature.gpu'],
  memoryTemperature: ['temperature.memory'],
  throttle: ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
  enforcedLimit: ['enforced.power.limit'],
  pstate: ['pstate'],
} as const;

export type Figure = keyof typeof names;

/** One column of the query. */
export interface Column {
  readonly figure: Figure;
  readonly field: string;
}

const figures = Object.keys(names) as readonly Figure[];

/** Every name in the help's text; several of one field stand in one line, joined by `or`. */
function namedIn(help: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of help.split('\n')) {
    if (line.startsWith('"')) for (const [, name = ''] of line.matchAll(/"([^"\s]+)"/g)) found.add(name);
  }
  return found;
}

/** The columns to ask for; without a help's text all of them under their newest names. */
export function columnsFrom(help: string | undefined): readonly Column[] {
  const known = help === undefined ? undefined : namedIn(help);
  // A help in a form that is not understood says nothing about what is missing.
  const usable = known?.has('uuid') || known?.has('gpu_uuid') ? known : undefined;
  return figures.flatMap(figure => {
    const field = names[figure].find(name => usable === undefined || usable.has(name));
    return field === undefined ? [] : [{ figure, field }];
  });
}

/** The columns after this driver refused a field: its older name instead, or none. */
export function without(columns: readonly Column[], refused: string): readonly Column[] {
  return columns.flatMap(column => {
    if (column.field !== refused) return [column];
    const all: readonly string[] = names[column.figure];
    const older = all[all.indexOf(refused) + 1];
    return older === undefined ? [] : [{ ...column, field: older }];
  });
}

/** The field that nvidia-smi says it does not know, if that is what a line says. */
export const refusedField = (line: string): string | undefined =>
  /^Field "([^"]+)" is not a valid field to query/.exec(line.trim())?.[1];
