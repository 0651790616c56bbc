import { defaultRetention } from '../../src/journal/retention.js';
import type { UsageEntry, UsageRow, Way } from '../../src/journal/usage/entry.js';
import { largest } from '../../src/journal/usage/largest.js';
import type { Conditions, DecisionRow, Series, SeriesKind, SlotRow } from '../../src/journal/write-model.js';
import { openJournal } from '../../src/journal/writer/opening.js';
import { Writer } from '../../src/journal/writer/writer.js';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const quarterMs = 900_000;
const hourMs = 3_600_000;
/** How often per day old rows are removed and packed: the daemon does it 48 times. */
const turnsADay = 8;
/** Hours of the day. */
const awake = { from: 8, until: 23 };

export interface Year {
  readonly days: number;
  /** UTC ms at which it ends. */
  readonly until: number;
  /** The decisions of some hours of use, from 0 ms on; each day repeats them while the laptop is used. */
  readonly decisions: readonly DecisionRow[];
  readonly hours: number;
}

const series = new Map<string, Series>();
function named(kind: SeriesKind, name: string): Series {
  const key = `${kind} ${name}`;
  const known = series.get(key) ?? { kind, name };
  series.set(key, known);
  return known;
}

const under = (source: 'mains' | 'battery', profile: string): Conditions => ({
  mode: 'govern',
  profile,
  source,
  governor: 'schedutil',
});
const conditions = [under('mains', 'balanced'), under('battery', 'balanced'), under('battery', 'power-saver')] as const;
const zones = ['x86_pkg_temp', 'acpitz', 'nvme', 'iwlwifi_1', 'pch', 'skin', 'ambient', 'battery'];

/** Uniform noise in [0, 1), the same each time. */
function noise(n: number): number {
  const x = Math.sin(n * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

/** A laptop's load at that moment: from 8 to 23 o'clock, in bursts. The laptop is never off, which gives the most rows. */
function loadAt(at: number): number {
  const hour = (at % dayMs) / hourMs;
  const share = hour >= awake.from && hour < awake.until ? 1 : 0.02;
  return share * noise(Math.floor(at / quarterMs)) ** 2;
}

/** The contents of a slot of `ms` on a laptop with eight zones and a battery. */
export function slotsAt(slot: number, ms: number): SlotRow[] {
  const load = loadAt(slot);
  const here = conditions[Math.floor(noise(Math.floor(slot / (4 * 3_600_000))) * conditions.length)] ?? conditions[0];
  const watts = 2 + 26 * load;
  const row = (kind: SeriesKind, name: string, value: number, spread = 0.2): SlotRow => ({
    slot,
    series: named(kind, name),
    under: here,
    part: 0,
    integral: Math.round(kind === 'energy' ? (value * ms) / 1000 : value * ms),
    measuredMs: ms,
    min: Math.round(value * (1 - spread)),
    max: Math.round(value * (1 + spread)),
  });
  const time = (kind: SeriesKind, name: string, share: number): SlotRow => ({
    ...row(kind, name, share),
    min: null,
    max: null,
  });
  const khz = 800_000 + 3_600_000 * load;
  const bands = load < 0.05 ? 1 : 3;
  const heat = 38_000 + 50_000 * load;
  return [
    row('energy', 'package0', watts * 1000, 0.5),
    row('energy', 'package0.core', watts * 700, 0.5),
    row('energy', 'package0.uncore', watts * 100, 0.5),
    row('energy', 'psys', (watts + 4) * 1000, 0.5),
    row('energy', 'battery.out', here.source === 'battery' ? (watts + 4) * 1000 : 0),
    row('energy', 'battery.in', here.source === 'mains' ? 9000 : 0),
    ...zones.map((zone, i) => row('temperature', zone, heat - i * 1500)),
    row('temperature', 'hottest', heat),
    row('frequency', 'package0', khz),
    ...Array.from({ length: bands }, (_, i) => {
      const band = Math.floor(khz / 400_000) + i;
      return time('residency', `package0 ${band * 400}-${(band + 1) * 400} MHz`, 1 / bands);
    }),
    time('throttled', 'package0', load > 0.9 ? 0.1 : 0),
    row('capacity', 'BAT0', 52_000, 0.01),
  ];
}

const programs = 60;

/** A minute's users on a laptop with that many programs: each minute other ones are among the largest, and the ways have names of their own. */
export function usageAt(slot: number): UsageRow {
  const load = loadAt(slot);
  const used = (way: Way): UsageEntry[] =>
    Array.from({ length: programs }, (_, i) => {
      const share = noise(Math.floor(slot / minuteMs) * programs + i) ** 4 / (1 + i);
      const cpu = Math.round(240_000 * load * share);
      return { way, name: `${way} of program ${i}`, millijoules: 7 * cpu, amount: cpu };
    });
  const idle: UsageEntry = { way: 'idle', name: '', millijoules: 120_000, amount: minuteMs };
  return { slot, part: 0, entries: largest([...used('application'), ...used('cgroup'), ...used('unit'), idle]) };
}

/** Rows like those of a laptop's four domains, with texts, limits and features as long as the real ones. */
export function decisionAt(key: number, from: number, until: number): DecisionRow {
  const max = 1_200_000 + 100_000 * Math.floor(noise(key) * 30);
  const facts = {
    utilisation: noise(key + 1),
    compute_share: noise(key + 2),
    slowdown_percent: 2.8,
    wait_percent: 5,
    load_percent: 48,
  };
  return {
    key,
    scope: `policy${key % 4}`,
    from,
    until,
    ticks: Math.max(1, Math.round((until - from) / 100)),
    mode: 'govern',
    profile: 'balanced',
    before: { min_freq: 400_000, max_freq: 4_400_000, epp: 'balance_performance' },
    after: { min_freq: 400_000, max_freq: max, epp: 'balance_power' },
    readback: { max_freq: max, epp: 'balance_power' },
    reasons: [
      {
        control: 'max_freq',
        bound: 'max',
        priority: 'governor',
        rule: 'strict-cap',
        code: noise(key + 3) > 0.5 ? 'latency' : 'stall',
        facts,
      },
      {
        control: 'epp',
        bound: 'choice',
        priority: 'profile',
        rule: 'profile',
        code: 'regular',
        facts: { coherence: noise(key + 4) },
      },
    ],
    features: {
      on_mains: 1,
      busy: noise(key),
      frequency_khz: max,
      cpu_pressure: 0.01,
      battery_w: 12.3,
      package0_w: 8.9,
      'package0.core_w': 5.1,
      psys_w: 12.2,
      ...Object.fromEntries(zones.map(z => [`${z}_c`, 45])),
    },
  };
}

/**
 * Writes this period into a new journal through the daemon's own writer. Rows that are no longer kept are left out or removed as the daemon would.
 */
export function writeYear(path: string, { days, until, decisions: recorded, hours }: Year): void {
  const { db } = openJournal(path, until);
  db.pragma('synchronous = OFF');
  const writer = new Writer(db);
  const began = until - days * dayMs;
  writer.begin({ started: began, bootId: 'bench', version: 'bench', machine: 'linux', simulated: true });
  let key = 0;
  for (let day = began; day < until; day += dayMs) {
    const age = until - day;
    const ms = age <= defaultRetention.slot10s ? 10_000 : age <= defaultRetention.slot1min ? minuteMs : quarterMs;
    const slots: SlotRow[] = [];
    for (let at = day; at < day + dayMs; at += ms) slots.push(...slotsAt(at, ms));
    const decisions: DecisionRow[] = [];
    if (age <= defaultRetention.decisions) {
      // Decisions are made only in the awake hours.
      for (let at = day + awake.from * hourMs; at < day + awake.until * hourMs; at += hours * hourMs) {
        for (const row of recorded) {
          const end = at + row.until;
          if (end < day + awake.until * hourMs) decisions.push({ ...row, key: ++key, from: at + row.from, until: end });
        }
      }
    }
    const usage: UsageRow[] = [];
    const step = age <= defaultRetention.slot10s ? minuteMs : quarterMs;
    for (let at = day; at < day + dayMs; at += step) usage.push(usageAt(at));
    writer.write({ until: day + dayMs, decisions, slots, gaps: [], events: [], usage });
    for (let turn = 0; turn < turnsADay; turn++) for (const _ of writer.retain(day + dayMs, defaultRetention));
  }
  writer.write({ until, decisions: [], slots: slotsAt(until - 10_000, 10_000), gaps: [], events: [] });
  writer.end(until);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
