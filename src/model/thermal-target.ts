import type { Zone } from './topology.js';

/** Zones that are in the processors themselves. */
const inProcessors = /^(x86_pkg_temp|coretemp|k8temp|k10temp|zenpower|b0d4|tcpu|.*(cpu|soc|package|core|cluster))/i;
export const isInProcessors = ({ type }: Pick<Zone, 'type'>): boolean => inProcessors.test(type);

/**
 * Whether the CPUs heat a zone: it is kept at a wanted temperature though it may have no trip. acpitz is where the firmware likes it, and often the
 * best there is. A battery or a radio is not cooled by a lower clock.
 */
const isHeatedByCpus = (zone: Pick<Zone, 'type'>): boolean => isInProcessors(zone) || /^acpitz/i.test(zone.type);

/** Parts with heat of their own: at a passive trip the kernel slows them, and no CPU's clock would cool them. */
const elsewhere = /^(gpu|npu|nsp|iwlwifi|ath\d|mt7|wlan|wifi|nvme|.*(battery|charger|modem|camera|video))/i;

/** Whether a wanted temperature can be kept: something the CPUs heat is measured. */
export const keepsTarget = (zones: readonly Pick<Zone, 'type'>[]): boolean => zones.some(isHeatedByCpus);

/** Of a target that somebody asked for. */
export const wanted = 'wanted';

const marginBelow: Readonly<Record<string, number>> = { passive: 2, hot: 2, critical: 7 };
const plausibleTrip = { min: 40, max: 130 };

/** The temperature that a zone should stay below, with the trip it comes from; °C. */
export interface Target {
  readonly celsius: number;
  readonly trip: number;
  readonly type: string;
}

/**
 * The lowest plausible passive or hot trip minus 2 °C, or critical one minus 7 °C; undefined where there is none. A lower temperature that
 * somebody asked for takes its place. The passive trips of a graphics part, a radio, a drive or a battery are none of the CPUs' business.
 */
export function zoneTarget(zone: Zone, asked?: number): Target | undefined {
  let best: Target | undefined =
    asked !== undefined && isHeatedByCpus(zone) ? { celsius: asked, trip: asked, type: wanted } : undefined;
  for (const { type, celsius } of zone.trips) {
    const margin = type === 'passive' && elsewhere.test(zone.type) ? undefined : marginBelow[type];
    if (margin === undefined || celsius < plausibleTrip.min || celsius > plausibleTrip.max) continue;
    if (best === undefined || celsius - margin < best.celsius)
      best = { celsius: celsius - margin, trip: celsius, type };
  }
  return best;
}
