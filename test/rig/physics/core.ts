import { guestRegister, hostRegister, layout } from '../layout.js';
import type { SharedPage } from '../page.js';
import type { ClockSource } from './clocks.js';
import { Counters } from './counters.js';
import { LAPTOP as L } from './laptop.js';
import { type CoreStep, stallShare } from './power.js';

const PAGE = layout('GUEST_PAGE');

/** Busy time that could not be held is kept for the next step, since host and guest clocks tick apart; but no more. */
const CARRY_SECONDS = 0.05;

/** One core: what the load player says it did, at the clock that driver and firmware gave it. */
export class Core {
  khz: number = L.nominalKhz;
  readonly counters = new Counters();
  readonly #cpu: number;
  #busyNs = 0n;
  #wakes = 0n;
  #pending = 0;

  constructor(cpu: number) {
    this.#cpu = cpu;
  }

  /** What the load says, or the kernel of all tasks where virtual_power is loaded. `behind` s are still to be caught up with, this step's `dt` among them. */
  observe(page: SharedPage, dt: number, behind = dt): CoreStep {
    const all = page.guest.readBigUInt64LE(guestRegister(this.#cpu, 'TASKS_BUSY_NS'));
    const working = all > 0n ? this.#counted(page, all, dt) : this.#told(page, dt, behind);
    const wakes = page.guest.readBigUInt64LE(guestRegister(this.#cpu, 'LOAD_WAKES'));
    const memory = page.guest.readUInt32LE(guestRegister(this.#cpu, 'LOAD_MEMORY_PERMILLE')) / 1000;
    const step = {
      khz: this.khz,
      share: working / dt,
      stall: stallShare(memory, this.khz),
      wakes: wakes < this.#wakes ? 0 : Number(wakes - this.#wakes),
    };
    this.#wakes = wakes;
    this.counters.step(step, dt);
    return step;
  }

  /** s of work in a step, as the load tells it: so much of what it reports belongs to steps to come as are still to be caught up with. */
  #told(page: SharedPage, dt: number, behind: number): number {
    this.#pending += this.#progress(page.guest.readBigUInt64LE(guestRegister(this.#cpu, 'LOAD_BUSY_NS')));
    this.#pending = Math.min(behind + CARRY_SECONDS, this.#pending);
    const working = Math.min(dt, this.#pending);
    this.#pending -= working;
    return working;
  }

  /** As the kernel tells it: a CPU that runs a task works all of the step, also where its time is told later; then it is below 0 for a while what is pending. */
  #counted(page: SharedPage, all: bigint, dt: number): number {
    this.#pending += this.#progress(all);
    const runs = page.guest.readUInt32LE(guestRegister(this.#cpu, 'TASKS_RUNNING')) !== 0;
    const working = runs ? dt : Math.min(dt, Math.max(0, this.#pending));
    this.#pending -= working;
    return working;
  }

  #progress(busyNs: bigint): number {
    const progress = busyNs < this.#busyNs ? 0 : Number(busyNs - this.#busyNs) / 1e9;
    this.#busyNs = busyNs;
    return progress;
  }

  clock(source: ClockSource, step: CoreStep, ceilingKhz: number, dt: number): void {
    this.khz = Math.min(ceilingKhz, Math.max(L.minKhz, source.next(this.#cpu, this.khz, step.share, dt)));
  }

  publish(page: SharedPage): void {
    const u64 = (name: string, value: number): void => {
      page.host.writeBigUInt64LE(BigInt(Math.trunc(value)), hostRegister(this.#cpu, name));
    };
    const u32 = (name: string, value: number): void => {
      page.host.writeUInt32LE(Math.trunc(value), hostRegister(this.#cpu, name));
    };
    u32('HIGHEST_PERF', L.maxKhz / L.khzPerPerf);
    u32('NOMINAL_PERF', L.nominalKhz / L.khzPerPerf);
    u32('NONLINEAR_PERF', L.nonlinearKhz / L.khzPerPerf);
    u32('LOWEST_PERF', L.minKhz / L.khzPerPerf);
    u32('FREQUENCY', this.khz);
    u64('CYCLES', this.counters.cycles);
    u64('INSTRUCTIONS', this.counters.instructions);
    u64('CACHE_MISSES', this.counters.cacheMisses);
    u64('STALLED_BACKEND', this.counters.stalledBackend);
    u64('REF_CYCLES', this.counters.refCycles);
    u64('REFERENCE_COUNTER', this.counters.refCycles / 1e3);
    u64('DELIVERED_COUNTER', this.counters.cycles / 1e3);
  }
}

/** The long-term power limit that user space set: W and s. */
export function powerLimit(page: SharedPage): { watts: number; seconds: number } {
  return {
    watts: Number(page.guest.readBigUInt64LE(layout('POWER_LIMIT') - PAGE)) / 1e6,
    seconds: Number(page.guest.readBigUInt64LE(layout('TIME_WINDOW') - PAGE)) / 1e6,
  };
}
