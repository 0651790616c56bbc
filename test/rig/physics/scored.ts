import { CPUS, guestRegister } from '../layout.js';
import type { SharedPage } from '../page.js';
import type { CoreStep } from './power.js';

/** What physics saw while a load said that it counted: a bench's window is the guest's own, free of the way to the host. */
export class Scored {
  joules = 0;
  seconds = 0;
  busySeconds = 0;
  cycles = 0;

  step(page: SharedPage, steps: readonly CoreStep[], joules: number, dt: number): void {
    if (!open(page)) return;
    this.joules += joules;
    this.seconds += dt;
    for (const { share, khz } of steps) {
      this.busySeconds += share * dt;
      this.cycles += share * dt * khz * 1e3;
    }
  }

  reset(): void {
    this.joules = 0;
    this.seconds = 0;
    this.busySeconds = 0;
    this.cycles = 0;
  }
}

function open(page: SharedPage): boolean {
  for (let cpu = 0; cpu < CPUS; cpu += 1) {
    if (page.guest.readUInt32LE(guestRegister(cpu, 'LOAD_SCORED')) !== 0) return true;
  }
  return false;
}
