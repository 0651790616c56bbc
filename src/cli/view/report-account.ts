import { span } from '../../model/format.js';
import type { Report } from '../../report/report.js';
import { counted, percent } from '../render/units.js';

/** Totals over the whole time: energy, cost, CO₂, throttling, battery wear, overrides. */
export function accountLines({ account, overrides, zone }: Report): string[] {
  const { metered, wattHours, cost, currency, co2Grams, throttledSeconds, throttleWatchedSeconds, battery } = account;
  const lines = [`energy     ${amount(wattHours)} Wh by ${metered}`];
  if (cost !== null) lines.push(`cost       ${cost.toFixed(cost < 1 ? 4 : 2)} ${currency}`);
  if (co2Grams !== null)
    lines.push(`CO₂        ${co2Grams < 1000 ? `${amount(co2Grams)} g` : `${amount(co2Grams / 1000)} kg`}`);
  if (throttledSeconds !== null) {
    const share = throttleWatchedSeconds > 0 ? throttledSeconds / throttleWatchedSeconds : null;
    lines.push(`throttled  ${span(throttledSeconds * 1000)} (${percent(share)} of the time)`);
  }
  if (battery !== null) {
    const { outWattHours, inWattHours, fullWattHours, cycles } = battery;
    const worth = cycles === null ? '' : `, ${cycles.toFixed(2)} cycles of ${amount(fullWattHours ?? 0)} Wh`;
    lines.push(`battery    ${amount(outWattHours)} Wh out, ${amount(inWattHours)} Wh in${worth}`);
  }
  if (overrides > 0)
    lines.push(`overrides  ${counted(overrides, 'wish', 'wishes')} of people set aside what the governor says`);
  return [...lines, `times      ${zone}`];
}

const amount = (value: number): string => value.toFixed(Math.abs(value) < 100 ? 2 : 0);
