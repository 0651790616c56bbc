import { LAPTOP as L } from './laptop.js';
import type { CoreStep } from './power.js';

/** Hardware counters of one core; like real ones they stand still while it sleeps. */
export class Counters {
  cycles = 0;
  instructions = 0;
  cacheMisses = 0;
  stalledBackend = 0;
  refCycles = 0;

  step({ khz, share, stall }: CoreStep, dt: number): void {
    const busy = share * dt;
    const cycles = khz * 1e3 * busy;
    this.cycles += cycles;
    this.instructions += cycles * (1 - stall) * L.ipc;
    this.stalledBackend += cycles * stall;
    this.cacheMisses += (busy * stall) / L.missSeconds;
    this.refCycles += L.nominalKhz * 1e3 * busy;
  }
}
