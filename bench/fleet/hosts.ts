import type { Series } from '../../test/fixtures/victoria-metrics.js';

/** Hosts of a synthetic fleet: the readings of their meters minute by minute, in whole joules, so that every sum is known exactly. */

const minuteMs = 60_000;
const minutesPerDay = 1440;

interface Kind {
  /** Domains and their mean power in W. */
  readonly domains: Readonly<Record<string, number>>;
  /** The domains that make up the host's energy; the others are parts of these. */
  readonly counted: readonly string[];
  /** Off at night: nothing is scraped then, and the counters start at 0 in the morning. */
  readonly sleeps: boolean;
  readonly simulated: boolean;
}

const server: Kind = {
  domains: { package0: 90, package1: 80, 'package0.dram': 12 },
  counted: ['package0', 'package1'],
  sleeps: false,
  simulated: false,
};
const laptop: Kind = {
  domains: { psys: 15, package0: 9, 'package0.core': 5 },
  counted: ['psys'],
  sleeps: true,
  simulated: false,
};
const workstation: Kind = {
  domains: { package0: 45, gpu0: 110 },
  counted: ['package0', 'gpu0'],
  sleeps: false,
  simulated: false,
};
const pretended: Kind = { domains: { package0: 20 }, counted: [], sleeps: false, simulated: true };

const kindOf = (host: number): Kind =>
  host % 100 === 99 ? pretended : ([server, laptop, workstation][host % 3] ?? server);

/** Scrapes between restarts of a host's daemon, after which its counters start again. */
const restartEvery = 1250;

/** So many hosts tell the rest of what a daemon does: more would only take longer to write. */
const watched = 3;

type State = (name: string, labels: Readonly<Record<string, string>>, of: (minute: number) => number) => Series;

/** What a host with some trouble tells, from counters that go up each hour. */
const healthOf = (state: State): Series[] => [
  state('lattice_throttle_events_total', { package: 'package0' }, minute => Math.floor(minute / 8)),
  state('lattice_restored_total', {}, minute => Math.floor(minute / 40)),
  state('lattice_journal_up', {}, () => 0),
  state('lattice_rivals', {}, () => 1),
  state('lattice_controls', { state: 'refused' }, () => 2),
  state('lattice_cpu_saved_watts', { policy: 'policy0' }, () => 1.5),
  state('lattice_battery_charge_ratio', {}, () => 0.7),
  state('lattice_cpu_frequency_hertz', { policy: 'policy0' }, () => 2.4e9),
  state('lattice_cpu_frequency_limit_hertz', { policy: 'policy0', bound: 'max' }, () => 3.1e9),
  state('lattice_power_watts', { domain: 'package0' }, () => 12),
];

export interface MadeHost {
  readonly series: readonly Series[];
  /** Energy used on each day, J. */
  readonly joulesByDay: readonly number[];
}

/** The host with this number over `days` from midnight at `since` (UTC ms), scraped every so many minutes. */
export function madeHost(host: number, since: number, days: number, every: number): MadeHost {
  const { domains, counted, sleeps, simulated } = kindOf(host);
  const instance = `host-${String(host).padStart(4, '0')}`;
  const minutes = Array.from({ length: (days * minutesPerDay) / every }, (_, i) => (i + 1) * every).filter(
    m => !sleeps || isDay(m),
  );
  const timestamps = minutes.map(m => since + m * minuteMs);
  const joulesByDay = Array.from({ length: days }, () => 0);
  const energy = Object.entries(domains).map(([domain, watts], at): Series => {
    let total = 0;
    let previous = 0;
    const values = minutes.map(minute => {
      const slept = sleeps && minute !== previous + every;
      previous = minute;
      if (slept || (minute / every + host * 37) % restartEvery === 0) total = 0;
      const joules = Math.round(watts * 60 * every * (0.5 + noise(minute, host * 8 + at)));
      total += joules;
      const day = Math.floor((minute - 1) / minutesPerDay);
      if (counted.includes(domain)) joulesByDay[day] = (joulesByDay[day] ?? 0) + joules;
      return total;
    });
    return { metric: { __name__: 'lattice_energy_joules_total', instance, domain }, values, timestamps };
  });
  const state = (name: string, labels: Readonly<Record<string, string>>, of: (minute: number) => number): Series => ({
    metric: { __name__: name, instance, ...labels },
    values: minutes.map(of),
    timestamps,
  });
  const series = [
    ...energy,
    state('lattice_build_info', { version: '0', machine: 'made', simulated: String(simulated) }, () => 1),
    state('lattice_governing', {}, () => 1),
    state('lattice_profile', { profile: 'balanced' }, () => 1),
    state('lattice_temperature_celsius', { zone: 'x86_pkg_temp' }, minute => Math.round(40 + noise(minute, host) * 30)),
  ];
  return { series: host < watched ? [...series, ...healthOf(state)] : series, joulesByDay };
}

/** 07:00 to 19:00; a minute is named by its end. */
const isDay = (minute: number): boolean => {
  const of = (minute - 1) % minutesPerDay;
  return of >= 420 && of < 1140;
};

/** 0 to 1, the same for the same two numbers. */
function noise(minute: number, salt: number): number {
  let x = Math.imul(minute, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return ((x ^ (x >>> 12)) >>> 0) / 2 ** 32;
}
