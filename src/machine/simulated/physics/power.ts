/**
 * Power of one frequency domain, as model.json's note defines it.
 *
 * 1. Running: ceff·V²·f·(act_c·(1−stall) + act_s·stall) + leakage + p_unc_act + p_mem·stall.
 * 2. Leakage: leak0·V²·exp(kT·(T−T0)), with V of the present P-state.
 * 3. Idle: c1frac of the leakage for the first t_c1 ms, then p_c6; the uncore stays at p_unc_act for t_pkg ms, then p_unc_idle.
 */
import { at, type PlatformNumbers } from './platform.js';

/** Energy of core and uncore, mJ (W · ms). */
export interface Energy {
  core: number;
  uncore: number;
}

/** Leakage in W at an operating point and a junction temperature in °C. */
export function leakage(p: PlatformNumbers, index: number, celsius: number): number {
  return p.leak0 * at(p.V, index) ** 2 * Math.exp(p.kT * (celsius - p.T0));
}

/** Switching power in W of a core that waits for memory for the share `stall` of its time. */
export function switching(p: PlatformNumbers, index: number, stall: number): number {
  return p.ceff * at(p.V, index) ** 2 * at(p.f, index) * (p.act_c * (1 - stall) + p.act_s * stall);
}

/** Uncore power in W while the core runs. */
export const runningUncore = (p: PlatformNumbers, stall: number): number => p.p_unc_act + p.p_mem * stall;

/** Package power in W while the core runs. The closed forms of tests and oracle start from it. */
export function runningPower(p: PlatformNumbers, index: number, stall: number, celsius: number): number {
  return switching(p, index, stall) + leakage(p, index, celsius) + runningUncore(p, stall);
}

/** Adds the energy of `span` ms of idling that began `age` ms ago; exact however the idle period is cut up. */
export function addIdle(into: Energy, p: PlatformNumbers, leak: number, age: number, span: number): void {
  const shallow = Math.min(span, Math.max(0, p.t_c1 - age));
  const awake = Math.min(span, Math.max(0, p.t_pkg - age));
  into.core += shallow * leak * p.c1frac + (span - shallow) * p.p_c6;
  into.uncore += awake * p.p_unc_act + (span - awake) * p.p_unc_idle;
}

/** Whether idle power is constant from this age (ms) on: then any span of idling can be one step. */
export function idleIsSettled(p: PlatformNumbers, age: number): boolean {
  return age >= p.t_c1 && (age >= p.t_pkg || p.p_unc_act === p.p_unc_idle);
}

/** Package power in W of settled idling. */
export const settledIdlePower = (p: PlatformNumbers, age: number): number =>
  p.p_c6 + (age >= p.t_pkg ? p.p_unc_idle : p.p_unc_act);
