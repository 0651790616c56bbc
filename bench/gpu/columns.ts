/**
 * Maps the columns of a table to roles. Tables with the columns of Zeus's measurements (power caps), or of (gpu, workload, clock_mhz, time, power),
 * are recognised by name; for others `--columns` gives the map: `gpu=device,workload=app+size,clock=coreF,time=ms,power=watts`.
 */

/** Roles that a column can have. `workload` may be several, joined. */
export const roles = [
  'gpu',
  'workload',
  'cap',
  'clock',
  'time',
  'rate',
  'power',
  'energy',
  'busy',
  'memory_busy',
  'sm_clock',
] as const;
export type Role = (typeof roles)[number];
export type ColumnMap = Readonly<Partial<Record<Role, readonly string[]>>>;

/** Default column names of each role; the first one in the table is used. */
const usual: Readonly<Record<Role, readonly string[]>> = {
  gpu: ['gpu', 'gpu_name', 'gpu_model', 'gpu_type', 'device', 'card', 'accelerator'],
  workload: [
    'workload',
    'dataset',
    'network',
    'model',
    'kernel',
    'benchmark',
    'app',
    'batch_size',
    'optimizer',
    'phase',
  ],
  cap: ['power_limit_w', 'power_limit', 'power_cap_w', 'cap_w'],
  clock: [
    'clock_mhz',
    'sm_clock_mhz',
    'core_clock_mhz',
    'core_mhz',
    'graphics_clock_mhz',
    'gpu_clock_mhz',
    'freq_mhz',
    'frequency_mhz',
    'clock',
    'sm_clock',
  ],
  time: [
    'time',
    'time_s',
    'time_ms',
    'time_us',
    'time_per_epoch_s',
    'runtime',
    'runtime_s',
    'runtime_ms',
    'latency_s',
    'latency_ms',
    'duration_s',
    'duration_ms',
    'avg_time_ms',
  ],
  rate: ['rate', 'throughput', 'tokens_per_s'],
  power: ['power', 'power_w', 'avg_power_w', 'average_power_w', 'mean_power_w', 'power_draw_w', 'watts'],
  energy: ['energy', 'energy_j', 'energy_per_epoch_j', 'energy_mj'],
  busy: ['gpu_util_pct', 'utilization_gpu', 'gpu_util'],
  memory_busy: ['mem_util_pct', 'utilization_memory', 'mem_util'],
  sm_clock: ['measured_sm_clock_mhz', 'clocks_sm_mhz'],
};

/** A table that cannot be used, and why. */
export class TableError extends Error {}

/** `Core Clock (MHz)` becomes `core_clock_mhz`. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** The map for a table with this header; `told` takes precedence over default names. */
export function columnsOf(header: readonly string[], told: ColumnMap = {}): ColumnMap {
  const map: Partial<Record<Role, readonly string[]>> = {};
  for (const role of roles) {
    const named = told[role];
    const lacking = named?.find(name => !header.includes(name));
    if (lacking !== undefined) throw new TableError(`no column ${lacking} for ${role}; there are ${header.join(', ')}`);
    const known = usual[role].flatMap(name => header.find(column => plain(column) === name) ?? []);
    const found = named ?? (role === 'workload' ? known : known.slice(0, 1));
    if (found.length > 0) map[role] = found;
  }
  const need = (what: string, ...any: readonly Role[]): void => {
    if (any.every(role => map[role] === undefined))
      throw new TableError(
        `no column for ${what}; there are ${header.join(', ')}: say it with --columns ${any[0]}=NAME`,
      );
  };
  need('the workload', 'workload');
  need('the setting', 'clock', 'cap');
  need('the time', 'time', 'rate');
  need('the power', 'power', 'energy');
  return map;
}

/** Parses `--columns`. */
export function parseColumns(text: string): ColumnMap {
  const entries = text.split(',').map((part): [Role, readonly string[]] => {
    const [role, names] = part.split('=');
    const known = roles.find(r => r === role);
    if (known === undefined || names === undefined || names === '')
      throw new TableError(
        `--columns ${part}: expected ROLE=COLUMN, or workload=A+B, with ROLE one of ${roles.join(', ')}`,
      );
    return [known, names.split('+')];
  });
  return Object.fromEntries(entries);
}
