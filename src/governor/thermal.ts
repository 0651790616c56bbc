/**
 * Thermal: cap all frequency domains so that no zone reaches its trip point.
 *
 * 1. A zone counts when it has a plausible passive, hot or critical trip; its target is the lowest of them minus 2 °C (critical: minus 7 °C).
 * 2. Temperature is the median of three samples, so that one glitch never throttles; its slope is an EMA of 0.5 s.
 * 3. Predict 1 s ahead; excess = prediction − target, the largest over all zones.
 * 4. Integrate: above the target the cap falls by 10 % of the range per °C and second, below it rises by 2 % per °C and second.
 * 5. Propose the cap, as a safety bound, while it is below the full range.
 */
import type { ZoneReading } from '../model/reading.js';
import { policyScope, type Topology } from '../model/topology.js';
import type { Proposal } from './proposal.js';
import { quantiseDown } from './quantise.js';
import type { Rule, Sentences, Situation } from './rule.js';
import { type Target, zoneTarget } from './thermal-target.js';

const slopeSeconds = 0.5;
const aheadSeconds = 1;
const fallPerDegree = 0.1;
const risePerDegree = 0.02;
const maxRisePerSecond = 0.2;
/** A longer interval than this says nothing of the slope now. */
const longInterval = 2;

interface Track {
  recent: number[];
  slope: number;
}

export class ThermalRule implements Rule {
  readonly name = 'thermal';
  private readonly tracks = new Map<string, Track>();
  /** Share of the range that is allowed now. */
  private allowed = 1;
  private last: readonly Proposal[] = [];
  private targets: { readonly from: Topology; readonly bySignal: ReadonlyMap<string, Target | undefined> } | undefined;

  propose({ reading, topology }: Situation): readonly Proposal[] {
    const { interval } = reading;
    const hottest = this.hottest(reading.zones, topology, interval);
    // A zone that can't be read now has not cooled: what was asked for last still holds.
    if (hottest === undefined) return this.last;
    const dt = Math.min(interval, 1);
    const { excess } = hottest;
    const change = excess > 0 ? -fallPerDegree * excess : Math.min(maxRisePerSecond, -risePerDegree * excess);
    this.allowed = Math.min(1, Math.max(0, this.allowed + change * dt));
    if (this.allowed >= 1) {
      this.last = [];
      return this.last;
    }
    const facts = {
      zone: hottest.type,
      temperature_c: round(hottest.temperature),
      predicted_c: round(hottest.predicted),
      trip_c: hottest.trip,
      trip: hottest.tripType,
    };
    this.last = topology.policies.flatMap((p): Proposal[] => {
      const max = quantiseDown(p, p.hw_min + this.allowed * (p.hw_max - p.hw_min));
      if (max >= p.hw_max) return [];
      return [
        {
          kind: 'interval',
          scope: policyScope(p.id),
          control: 'freq',
          priority: 'safety',
          interval: { min: Number.NEGATIVE_INFINITY, max },
          reason: { rule: this.name, code: 'near-trip', facts },
        },
      ];
    });
    return this.last;
  }

  private hottest(zones: readonly ZoneReading[], topology: Topology, interval: number) {
    if (this.targets?.from !== topology) {
      this.targets = { from: topology, bySignal: new Map(topology.zones.map(z => [z.signal, zoneTarget(z)])) };
    }
    let worst:
      | { excess: number; type: string; temperature: number; predicted: number; trip: number; tripType: string }
      | undefined;
    for (const { signal, type, temperature } of zones) {
      const target = this.targets.bySignal.get(signal);
      if (target === undefined) continue;
      const { now, slope } = this.follow(signal, temperature, interval);
      const predicted = now + slope * aheadSeconds;
      const excess = predicted - target.celsius;
      if (worst === undefined || excess > worst.excess)
        worst = { excess, type, temperature: now, predicted, trip: target.trip, tripType: target.type };
    }
    return worst;
  }

  /** Median of three and smoothed slope of one zone. */
  private follow(signal: string, temperature: number, interval: number): { now: number; slope: number } {
    const track = this.tracks.get(signal) ?? { recent: [], slope: 0 };
    this.tracks.set(signal, track);
    const before = median(track.recent);
    track.recent = [...track.recent.slice(-2), temperature];
    const now = median(track.recent) ?? temperature;
    if (before !== undefined && interval > 0) {
      const weight = interval > longInterval ? 1 : 1 - Math.exp(-interval / slopeSeconds);
      track.slope += weight * ((now - before) / interval - track.slope);
    }
    return { now, slope: track.slope };
  }
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

const round = (t: number): number => Math.round(t * 10) / 10;

export const thermalSentences: Sentences = {
  'near-trip': ({ zone, temperature_c, predicted_c, trip_c, trip }) =>
    `${zone} is at ${temperature_c} °C and heading for ${predicted_c} °C, close to its ${trip} trip at ${trip_c} °C`,
};
