import { Counter, Gauge, Registry, type RegistryContentType } from 'prom-client';
import type { Status } from '../../control/protocol/status.js';
import { profileNames } from '../../model/people/profiles.js';
import { promiseKinds } from '../../model/people/promise.js';
import type { EnergyTotals } from './energy-totals.js';
import type { HealthTotals } from './health-totals.js';
import { label } from './label.js';
import { gpuUsageSeries, usageSeries } from './usage-series.js';
import type { UsageTotals } from './usage-totals.js';

export interface Exposition {
  readonly type: string;
  readonly text: string;
}

type Labels = Readonly<Record<string, string>>;
type Series = readonly (readonly [labels: Labels, value: number | null])[];

/** What was counted since the daemon started. */
export interface Counted {
  readonly totals: Pick<EnergyTotals, 'all' | 'totals'>;
  readonly usage: UsageTotals;
  readonly gpuUsage: UsageTotals;
  readonly health: Pick<HealthTotals, 'restores' | 'throttles'>;
}

/**
 * The daemon's present state, in base units. Each scrape has a new registry: a zone or policy that no longer exists is absent from the next scrape,
 * and a missing value is left out.
 */
export async function exposition(
  status: Status,
  { totals, usage, gpuUsage, health }: Counted,
  openMetrics: boolean,
): Promise<Exposition> {
  const registry: Registry<RegistryContentType> = new Registry();
  registry.setContentType(openMetrics ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE);
  const registers = [registry];
  const gauge = (name: string, help: string, series: Series): void => {
    const known = series.filter(([, value]) => value !== null);
    // Without labels the library would show 0.
    if (known.length === 0) return;
    const metric = new Gauge({ name, help, labelNames: Object.keys(known[0]?.[0] ?? {}), registers });
    for (const [labels, value] of known) metric.set(labels, value ?? Number.NaN);
  };
  const counter = (name: string, help: string, series: Series): void => {
    const metric = new Counter({ name, help, labelNames: Object.keys(series[0]?.[0] ?? {}), registers });
    for (const [labels, value] of series) metric.inc(labels, value ?? 0);
  };
  const { policies, power, zones, sensors, version, machine, simulated } = status;
  const info = { version, machine, simulated: String(simulated) };
  gauge('lattice_build_info', 'What runs, on what.', [[info, 1]]);
  counter(
    'lattice_energy_joules_total',
    'Energy used since the daemon started.',
    [...totals.all()].map(([domain, value]) => [{ domain }, value]),
  );
  counter(
    'lattice_total_energy_joules_total',
    'Energy that the meters in use came to since the daemon started; each joule is counted once.',
    [...totals.totals()].map(([of, value]) => [{ of }, value]),
  );
  gauge(
    'lattice_total_power_watts',
    'Mean power of the meters in use between the two newest samples, and what it is of.',
    status.total == null ? [] : [[{ of: status.total.what }, status.total.watts]],
  );
  gauge(
    'lattice_power_watts',
    'Mean power between the two newest samples.',
    power.map(p => [{ domain: p.domain }, p.watts]),
  );
  gauge('lattice_battery_power_watts', 'Power drawn from the battery; negative while charging.', [
    [{}, status.batteryWatts],
  ]);
  const { battery } = status;
  if (battery != null) {
    gauge('lattice_battery_charge_ratio', 'How full the batteries are together.', [
      [{}, battery.percent === null ? null : battery.percent / 100],
    ]);
    gauge('lattice_battery_left_seconds', 'Until they are empty at the mean power of the last five minutes.', [
      [{}, battery.secondsLeft],
    ]);
    const aged = battery.aged ?? [];
    gauge(
      'lattice_battery_health_ratio',
      'What a battery holds when full, of what it was made for.',
      aged.map(({ name, health }) => [{ battery: label(name) }, health === null ? null : health / 100]),
    );
    gauge(
      'lattice_battery_cycles',
      'How often a battery was charged and discharged since it was made.',
      aged.map(({ name, cycles }) => [{ battery: label(name) }, cycles]),
    );
  }
  gauge(
    'lattice_temperature_celsius',
    'Temperature of a thermal zone.',
    zones.map(z => [{ zone: z.name }, z.celsius]),
  );
  gauge(
    'lattice_sensor',
    'What a sensor shows that has no metric of its own, in its own unit.',
    sensors.map(s => [{ name: label(s.name), unit: label(s.unit) }, s.value]),
  );
  gauge(
    'lattice_cpu_frequency_hertz',
    'Clock of a frequency domain.',
    policies.map(p => [{ policy: p.scope }, hertz(p.frequency)]),
  );
  gauge(
    'lattice_cpu_frequency_limit_hertz',
    'Limits of a frequency domain, as read back.',
    policies.flatMap(p => [
      [{ policy: p.scope, bound: 'min' }, hertz(p.limits.min)] as const,
      [{ policy: p.scope, bound: 'max' }, hertz(p.limits.max)] as const,
    ]),
  );
  gauge(
    'lattice_cpu_busy_ratio',
    'Busy share of the busiest CPU of a frequency domain.',
    policies.map(p => [{ policy: p.scope }, p.busy]),
  );
  gauge(
    'lattice_cpu_saved_watts',
    'Power that a frequency domain draws less than at full clock, by its learned power curve: an estimate.',
    policies.map(p => [{ policy: p.scope }, p.savedWatts ?? null]),
  );
  const raised = policies.flatMap(({ scope, reflex }) =>
    reflex?.raises == null ? [] : [[{ policy: scope }, reflex.raises] as const],
  );
  if (raised.length > 0)
    counter('lattice_cpu_raises_total', 'Busy stretches that the reflex raised since the daemon started.', raised);
  gauge('lattice_cpu_pressure_ratio', 'Share of the time in which some task waited for a CPU.', [
    [{}, status.cpuPressure],
  ]);
  gauge('lattice_mains_online', 'Whether the machine runs on mains.', [[{}, Number(status.onMains)]]);
  const throttles = [...health.throttles()].map(([name, count]) => [{ package: name }, count] as const);
  if (throttles.length > 0)
    counter(
      'lattice_throttle_events_total',
      'Times that heat made a package slow itself down since the daemon started.',
      throttles,
    );
  counter('lattice_restored_total', 'Times that the machine was put back to its baseline since the daemon started.', [
    [{}, health.restores],
  ]);
  gauge('lattice_journal_up', 'Whether decisions and energy are written to the journal.', [
    [{}, Number(status.journal.failure === undefined)],
  ]);
  gauge('lattice_rivals', 'Other daemons that write the same limits.', [[{}, status.rivals.length]]);
  gauge(
    'lattice_controls',
    'Controls that the daemon wants to own, by what became of them.',
    controlStates.map(state => [{ state }, status.controls.filter(c => c.state === state).length]),
  );
  gauge('lattice_governing', 'Whether limits are written.', [[{}, Number(status.mode === 'govern')]]);
  gauge(
    'lattice_profile',
    '1 for the profile in force.',
    profileNames.map(profile => [{ profile }, Number(profile === status.profile)]),
  );
  const { promise } = status;
  if (promise !== undefined) {
    gauge(
      'lattice_promise',
      '1 for the promise in force.',
      promiseKinds.map(kind => [{ in: kind }, Number(kind === promise.in)]),
    );
    counter(
      'lattice_promise_heartbeats_total',
      'Heartbeats of applications under a cap, by whether they found the promise kept, since the daemon started.',
      (['kept', 'broken'] as const).map(found => [{ found }, promise.heartbeats[found]]),
    );
    const { answers } = promise;
    if (answers !== undefined)
      counter(
        'lattice_promise_answers_total',
        'Heartbeats that told how long answers take under a cap, by whether these kept D, since the daemon started.',
        (['kept', 'broken'] as const).map(found => [{ found }, answers[found]]),
      );
  }
  for (const { name, help, series } of [...usageSeries(usage), ...gpuUsageSeries(gpuUsage)])
    if (series.length > 0) counter(name, help, series);
  counter('lattice_ticks_total', 'Decisions made since the daemon started.', [[{}, status.ticks]]);
  counter('lattice_overruns_total', 'Decisions that took longer than their period or were left out for it.', [
    [{}, status.overruns],
  ]);
  return { type: registry.contentType, text: await registry.metrics() };
}

const controlStates = ['held', 'clamped', 'refused', 'ceded', 'observed', 'pending', 'unknown'] as const;

const hertz = (khz: number | null): number | null => (khz === null ? null : khz * 1000);
