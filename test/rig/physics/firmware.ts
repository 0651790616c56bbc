import { LAPTOP as L } from './laptop.js';

/** What amd-pstate-epp wrote for one CPU. */
export interface CppcRequest {
  min: number;
  max: number;
  desired: number;
  epp: number;
}

const FASTEST_FALL = 0.01;
const SLOWEST_FALL = 0.06;
const EAGER_EPP = 32;

/**
 * CPPC's autonomous mode for one core, simulated; no vendor publishes the real one.
 *
 * 1. Demand is the clock that the last work used up: busy share times frequency, averaged over 10 ms (EPP 0) to 60 ms (EPP 255).
 * 2. Some head-room comes on top, from twice the demand (EPP 0) down to 1.15 times (EPP 255): a core without rest so rises
 *    by that factor each time, and the more willing its EPP the faster.
 * 3. Below EPP 32 any demand at all gets the highest clock: "performance" means it.
 * 4. Min and max hold; a desired performance other than 0 overrules all of this.
 */
export class AutonomousCore {
  #demandKhz = 0;

  next(request: CppcRequest, khz: number, share: number, dt: number): number {
    const eagerness = 1 - request.epp / 255;
    const window = SLOWEST_FALL + (FASTEST_FALL - SLOWEST_FALL) * eagerness;
    this.#demandKhz += (share * khz - this.#demandKhz) * Math.min(1, dt / window);

    const headroom = 1.15 + 0.85 * eagerness;
    const eager = request.epp < EAGER_EPP && this.#demandKhz > 0.02 * L.minKhz;
    const wanted = eager ? L.maxKhz : this.#demandKhz * headroom;
    return clamp(request.desired > 0 ? request.desired * L.khzPerPerf : wanted, request);
  }
}

/** Before the driver has written anything the registers hold 0, which means no limit. */
function clamp(khz: number, request: CppcRequest): number {
  const low = Math.max(L.minKhz, request.min * L.khzPerPerf);
  const high = request.max > 0 ? Math.min(L.maxKhz, request.max * L.khzPerPerf) : L.maxKhz;
  return Math.min(high, Math.max(low, khz));
}
