import { ageWords } from '../../model/battery-age.js';
import { span } from '../../model/format.js';
import type { Account } from '../../report/account.js';
import type { PromiseKept } from '../../report/promise.js';
import type { Report } from '../../report/report.js';
import { counted, percent } from '../render/units.js';
import { sinceWhen } from './promise.js';
import { workLines } from './usage.js';

/** Where what stands behind a name begins. */
export const accountIndent = 11;

/** Totals over the whole time: energy, cost, CO₂, battery wear, and the rest. */
export function accountLines(report: Report): string[] {
  const { account } = report;
  const [cost, co2, battery] = [costWords(account), co2Words(account), batteryWords(account)];
  return [
    `energy     ${amount(account.wattHours)} Wh by ${account.metered}`,
    ...(cost === null ? [] : [`cost       ${cost}`]),
    ...(co2 === null ? [] : [`CO₂        ${co2}`]),
    ...throttledLines(account),
    ...(battery === null ? [] : [`battery    ${battery.join(', ')}`]),
    ...restLines(report),
    `times      ${report.zone}`,
  ];
}

/** What a page has no tile for: throttling, reported work, the promise, overrides. */
export const sideLines = (report: Report): string[] => [...throttledLines(report.account), ...restLines(report)];

export const costWords = ({ cost, currency }: Account): string | null =>
  cost === null ? null : `${cost.toFixed(cost < 1 ? 4 : 2)} ${currency}`;

export function co2Words({ co2Grams }: Account): string | null {
  if (co2Grams === null) return null;
  return co2Grams < 1000 ? `${amount(co2Grams)} g` : `${amount(co2Grams / 1000)} kg`;
}

export function batteryWords({ battery }: Account): string[] | null {
  if (battery === null) return null;
  const { outWattHours, inWattHours, fullWattHours, cycles } = battery;
  const worth = cycles === null ? [] : [`${cycles.toFixed(2)} cycles of ${amount(fullWattHours ?? 0)} Wh`];
  return [`${amount(outWattHours)} Wh out`, `${amount(inWattHours)} Wh in`, ...worth];
}

function throttledLines({ throttledSeconds, throttleWatchedSeconds }: Account): string[] {
  if (throttledSeconds === null) return [];
  const share = throttleWatchedSeconds > 0 ? throttledSeconds / throttleWatchedSeconds : null;
  return [`throttled  ${span(throttledSeconds * 1000)} (${percent(share)} of the time)`];
}

function restLines({ account, promise, overrides, work }: Report): string[] {
  const aged = ageWords(account.aged).map(words => `battery    ${words}`);
  const lines = [...aged, ...fanLines(account.fans), ...workLines(work), ...promiseLines(promise)];
  if (overrides > 0)
    lines.push(`overrides  ${counted(overrides, 'wish', 'wishes')} of people set aside what the governor says`);
  return lines;
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

export const amount = (value: number): string => value.toFixed(Math.abs(value) < 100 ? 2 : 0);
