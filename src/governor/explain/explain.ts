import { gigahertz, milliseconds } from '../../model/format.js';
import type { Because } from '../arbitration/proposal.js';
import { rules } from '../registry.js';

const entries = new Map(rules.map(rule => [rule.name, rule]));

/** The text of one reason. A rule of a newer version than this one is named by its identifiers. */
export const because = (reason: Because): string => told(reason, 'sentences');

/** The same in a few plain words. */
export const inShort = (reason: Because): string => told(reason, 'short');

function told({ rule, code, facts }: Because, form: 'sentences' | 'short'): string {
  const [sentence = code] = code.split(':');
  return entries.get(rule)?.[form][sentence]?.(facts) ?? `${rule} says ${code}`;
}

/** One sentence: why the limits of a scope are what they are, or would be where nothing is written. `limits` maps controls (`max_freq` in kHz, `epp`, …) to values. */
export function explain(
  scope: string,
  limits: Readonly<Record<string, number | string>>,
  reasons: readonly Because[],
  written = true,
): string {
  const [ofStart, others] = [reasons.filter(isOfStart), reasons.filter(r => !isOfStart(r))];
  const max = others.find(r => r.bound === 'max');
  const min = others.find(r => r.bound === 'min');
  const start = startOf(limits, ofStart, written);
  const parts = start === undefined ? [] : [start];
  const from = limits.min_freq ?? limits.min_clock;
  const to = limits.max_freq ?? limits.max_clock;
  if (typeof from === 'number' && typeof to === 'number') {
    const cause = max === undefined ? 'that is the hardware’s range and nothing bounds it' : because(max);
    // What the start says of the time after it is not said twice.
    const why = start !== undefined && max?.rule === 'reflex' ? '' : ` because ${cause}`;
    const range =
      from === to
        ? `${written ? 'is' : 'would be'} held at ${gigahertz(to)}`
        : `${written ? 'may' : 'would'} run from ${gigahertz(from)} to ${gigahertz(to)}`;
    parts.push(`${start === undefined ? '' : 'after that it '}${range}${why}`);
    if (min !== undefined && (min.rule !== max?.rule || min.code !== max.code))
      parts.push(`its floor ${written ? 'is' : 'would be'} there because ${because(min)}`);
  }
  for (const r of others) {
    const value = limits[r.control];
    // What bounds the clock says how they are set.
    if (tunables.has(r.control) && typeof to === 'number') continue;
    if (r.bound === 'choice' && value !== undefined)
      parts.push(
        `its ${title(r.control)} ${written ? 'is' : 'would be'} ${words(r.control, value)} because ${because(r)}`,
      );
  }
  const off = ofStart.find(r => r.control === 'raise_ms');
  if (off !== undefined && start === undefined) parts.push(because(off));
  if (parts.length === 0) return `${scope} has no limits of ours.`;
  const sentence = start === undefined && typeof from === 'number' && typeof to === 'number';
  return `${scope}${sentence ? '' : ':'} ${parts.join('; ')}.`;
}

const isOfStart = ({ control }: Because): boolean => control === 'raise_ms' || control.startsWith('start_');

/** How busy stretches start; undefined where they start as they go on. Where something stronger than the reflex holds the start down its promise is not said. */
function startOf(
  { raise_ms, start_max_freq }: Readonly<Record<string, number | string>>,
  reasons: readonly Because[],
  written: boolean,
): string | undefined {
  const own = reasons.find(r => r.control === 'raise_ms');
  if (own === undefined || !(Number(raise_ms) > 0)) return undefined;
  const bound = reasons.find(r => r.control === 'start_max_freq');
  if (bound === undefined || bound.rule === own.rule) return `${written ? '' : 'if governed, '}${because(own)}`;
  return `work ${written ? 'starts' : 'would start'} at ${gigahertz(start_max_freq)} because ${because(bound)}`;
}

const titles: Readonly<Record<string, string>> = {
  epp: 'energy preference (EPP)',
  epb: 'energy bias (EPB)',
  governor: 'governor',
  boost: 'boost',
  platform_profile: 'platform profile',
  panel_power_savings: 'power saving level',
  charge_type: 'charging',
  performance_level: 'performance level',
  charge_start: 'start of charging',
  charge_stop: 'charge limit',
  charge_types: 'charge type',
  conservation_mode: 'conservation mode',
  young_percent: 'start clock',
  young_us: 'time to the full clock',
  pace_percent: 'start clock of regular work',
  pace_us: 'time to the full clock of regular work',
};
/** Of the kernel's governor. */
const tunables = new Set(['young_percent', 'young_us', 'pace_percent', 'pace_us']);
const switches = new Set(['boost', 'conservation_mode']);
const shares = new Set(['charge_start', 'charge_stop', 'young_percent', 'pace_percent']);
const times = new Set(['young_us', 'pace_us']);
function words(control: string, value: number | string): number | string {
  if (switches.has(control)) return value === 0 ? 'off' : 'on';
  if (times.has(control)) return milliseconds(Number(value) / 1000);
  return shares.has(control) ? `${value} %` : value;
}
const title = (control: string): string => titles[control] ?? control;

/** A control that is one of several choices, and its value, in words. */
export const choiceWords = (control: string, value: number | string): { title: string; value: string } => ({
  title: title(control),
  value: `${words(control, value)}`,
});
