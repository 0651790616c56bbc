import { ageWords } from '../../model/battery-age.js';
import { span } from '../../model/format.js';
import type { PromiseKept } from '../../report/promise.js';
import type { Report } from '../../report/report.js';
import { counted, percent } from '../render/units.js';
import { sinceWhen } from './promise.js';
import { workLines } from './usage.js';

/** Where what stands behind a name begins. */
export const accountIndent = 11;

/** Totals over the whole time: energy, cost, CO₂, throttling, battery wear, reported work, the promise, overrides. */
export function accountLines({ account, promise, overrides, work, zone }: Report): string[] {
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
  lines.push(...ageWords(account.aged).map(words => `battery    ${words}`), ...fanLines(account.fans));
  lines.push(...workLines(work), ...promiseLines(promise));
  if (overrides > 0)
    lines.push(`overrides  ${counted(overrides, 'wish', 'wishes')} of people set aside what the governor says`);
  return [...lines, `times      ${zone}`];
}

const mostFans = 4;

const fanLines = (fans: Report['account']['fans']): string[] =>
  fans
    .slice(0, mostFans)
    .map(
      ({ name, mean, most }) => `fan        ${name} ${Math.round(mean)} rpm in the mean, ${Math.round(most)} at most`,
    );

function promiseLines({ under, answers, raises, last }: PromiseKept): string[] {
  if (under.length === 0) return [];
  const times = under.map(u => `in ${u.in} for ${span(u.seconds * 1000)}`).join(', ');
  const heard = under.filter(u => u.kept + u.broken > 0);
  return [
    `promise    ${times}`,
    ...(last === null ? [] : [`why        ${last.in} ${sinceWhen(last.why)}`]),
    ...heard.map(
      u => `kept       in ${u.in} by ${u.kept} of ${counted(u.kept + u.broken, 'heartbeat')} of applications`,
    ),
    ...(answers.kept + answers.broken === 0
      ? []
      : [
          `answers    within D by ${answers.kept} of ${counted(answers.kept + answers.broken, 'message')} of applications that told`,
        ]),
    ...(raises === null || raises.seconds === 0
      ? []
      : [`reflex     raised the clock ${rate((60 * raises.count) / raises.seconds)} times a minute`]),
  ];
}

const rate = (perMinute: number): string => perMinute.toFixed(perMinute < 10 ? 1 : 0);

const amount = (value: number): string => value.toFixed(Math.abs(value) < 100 ? 2 : 0);
