/**
 * How long samples may be held back for the sake of one GPU: waking the engine is the dear part of measuring.
 *
 * 1. A GPU is busy from a load of 5 % on, and stays it for 10 s. One that is not can wait for what the helper holds back.
 * 2. A busy one is in motion for 30 s after its figures left the band around those that began it, and for two minutes after its clock was set, as a
 *    search judges by then what it tries: a second.
 * 3. A busy one that goes on as before waits 4 s, and what moves ends that at once: nvidia-smi's pipe is read every 5 s whatever happens.
 */
import type { GpuRow } from './row.js';

const busyPercent = 5;
const busyNs = 10e9;
const movedNs = 30e9;
const setNs = 120e9;
const movingSeconds = 1;
const steadySeconds = 4;

/** Power wanders by 2 % under one load; another phase is 12 % off. */
const powerBand = 0.1;
const loadBand = 15;
const clockBandKhz = 60_000;
const temperatureBand = 4;

export class GpuPace {
  private busyAt = Number.NEGATIVE_INFINITY;
  private movedAt = Number.NEGATIVE_INFINITY;
  private setAt = Number.NEGATIVE_INFINITY;
  private began: GpuRow | undefined;

  /** A row of the monotonic nanosecond `at`. */
  follow(row: GpuRow, at: number): void {
    if ((row.busy ?? 0) >= busyPercent) this.busyAt = at;
    if (this.began !== undefined && isAlike(this.began, row)) return;
    this.began = row;
    this.movedAt = at;
  }

  /** Its clock was set. */
  wasSet(at: number): void {
    this.setAt = at;
  }

  /** The longest batch, in seconds. */
  longest(at: number): number {
    if (at - this.busyAt > busyNs) return Number.POSITIVE_INFINITY;
    return at - this.movedAt <= movedNs || at - this.setAt <= setNs ? movingSeconds : steadySeconds;
  }
}

function isAlike(a: GpuRow, b: GpuRow): boolean {
  const near = (one: number | undefined, other: number | undefined, band: number): boolean =>
    one === undefined || other === undefined ? one === other : Math.abs(one - other) <= band;
  return (
    near(a.power, b.power, powerBand * (a.power ?? 0)) &&
    near(a.busy, b.busy, loadBand) &&
    near(a.memoryBusy, b.memoryBusy, loadBand) &&
    near(a.clock, b.clock, clockBandKhz) &&
    near(a.temperature, b.temperature, temperatureBand) &&
    a.throttle === b.throttle
  );
}
