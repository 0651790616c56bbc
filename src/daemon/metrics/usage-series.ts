import type { UsageTotals } from './usage-totals.js';

interface UsageSeries {
  readonly name: string;
  readonly help: string;
  readonly series: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
}

const known = <T>(value: number | undefined, labels: T): [T, number][] =>
  value === undefined ? [] : [[labels, value]];

/** The same of GPUs. */
export function gpuUsageSeries(totals: UsageTotals): UsageSeries[] {
  const applications = [...totals.byApplication()];
  return [
    {
      name: 'lattice_gpu_application_energy_joules_total',
      help: 'Share of what GPUs drew beyond rest by application since the daemon started; other: all without a label of their own.',
      series: applications.flatMap(([application, { joules }]) => known(joules, { application })),
    },
    {
      name: 'lattice_gpu_application_seconds_total',
      help: 'Time in which kernels of an application ran on GPUs since the daemon started.',
      series: applications.map(([application, { cpuSeconds }]) => [{ application }, cpuSeconds]),
    },
    {
      name: 'lattice_gpu_idle_energy_joules_total',
      help: 'Energy of GPUs that no process explains, since the daemon started.',
      series: known(totals.idle, {}),
    },
  ];
}

/** Counters of energy by who used it; one without series is not told. */
export function usageSeries(totals: UsageTotals): UsageSeries[] {
  const applications = [...totals.byApplication()];
  const works = [...totals.byWork()];
  return [
    {
      name: 'lattice_application_energy_joules_total',
      help: 'Share of the active package energy by application since the daemon started; other: all without a label of their own.',
      series: applications.flatMap(([application, { joules }]) => known(joules, { application })),
    },
    {
      name: 'lattice_application_cpu_seconds_total',
      help: 'CPU time by application since the daemon started.',
      series: applications.map(([application, { cpuSeconds }]) => [{ application }, cpuSeconds]),
    },
    {
      name: 'lattice_idle_energy_joules_total',
      help: 'Package energy that no work of a task explains, since the daemon started.',
      series: known(totals.idle, {}),
    },
    {
      name: 'lattice_work_units_total',
      help: 'Units of work that applications reported by heartbeats since the daemon started.',
      series: works.map(({ name, unit, of, units }) => [{ application: name, unit, of }, units]),
    },
    {
      name: 'lattice_work_energy_joules_total',
      help: 'Energy of that work, of its application or of the whole package; over the units it is J per unit.',
      series: works.flatMap(({ name, unit, of, joules }) => known(joules, { application: name, unit, of })),
    },
  ];
}
