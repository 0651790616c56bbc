/**
 * All rules, in the order in which they are asked; if two bind equally, the earlier one is named. A rule added here runs in every tick, explains
 * itself, is saved under its name, and can be left out of a replay (`without-NAME`).
 */
import { gpuLevelRule } from './actions/gpu-level-rule.js';
import { panelPowerRule } from './actions/panel-power-rule.js';
import { trickleChargeRule } from './actions/trickle-charge-rule.js';
import type { Rule, RuleEntry, SettledBy } from './arbitration/rule.js';
import { paceRule } from './cpu/pace-rule.js';
import { reflexRule } from './cpu/reflex-rule.js';
import { strictCapRule } from './cpu/strict-cap-rule.js';
import { baselineRule } from './custody/baseline-rule.js';
import { gpuRule } from './gpu/gpu-rule.js';
import { chargeRule } from './orders/charge-rule.js';
import { overrideRule } from './orders/override-rule.js';
import { platformProfileRule } from './orders/platform-profile-rule.js';
import { profileRule } from './orders/profile-rule.js';
import { standingCapRule } from './orders/standing-cap-rule.js';
import { PowerCurves } from './power-curve/power-curves.js';
import { thermalRule } from './thermal/thermal-rule.js';

export const rules: readonly RuleEntry[] = [
  thermalRule,
  overrideRule,
  profileRule,
  platformProfileRule,
  standingCapRule,
  reflexRule,
  paceRule,
  strictCapRule,
  gpuRule,
  panelPowerRule,
  trickleChargeRule,
  gpuLevelRule,
  chargeRule,
  baselineRule,
];

/** One of each rule, for a machine of which nothing is known. */
export function newRules(power = new PowerCurves()): Rule[] {
  const shared = { power, settled: new Map<number, SettledBy>() };
  return rules.map(rule => rule.create(shared));
}

/** What rules have learned, by rule name, without the objects that they share. */
export type SavedRules = Readonly<Record<string, unknown>>;

export const saveRules = (known: readonly Rule[]): SavedRules =>
  Object.fromEntries(known.map(rule => [rule.name, rule.save()]));

/** Throws where a rule was not saved. */
export function restoreRules(known: readonly Rule[], saved: SavedRules): void {
  for (const rule of known) {
    if (!(rule.name in saved)) throw new Error(`nothing is saved of the rule ${rule.name}, expected its state`);
    rule.restore(saved[rule.name]);
  }
}
