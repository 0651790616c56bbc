import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CPUS, guestRegister } from '../layout.js';
import type { SharedPage } from '../page.js';
import { AutonomousCore, type CppcRequest } from './firmware.js';
import { LAPTOP as L } from './laptop.js';

/** Where a core's clock comes from: what the kernel's driver asked for, as the hardware would understand it. */
export interface ClockSource {
  next(cpu: number, khz: number, share: number, dt: number): number;
  close(): void;
}

export function cppcRequest(page: SharedPage, cpu: number): CppcRequest {
  const read = (name: string): number => page.guest.readUInt32LE(guestRegister(cpu, name));
  return { min: read('MIN_PERF'), max: read('MAX_PERF'), desired: read('DESIRED_PERF'), epp: read('EPP') & 0xff };
}

/** amd-pstate: simulated firmware decides within the driver's limits. */
export class CppcClocks implements ClockSource {
  readonly #page: SharedPage;
  readonly #cores = Array.from({ length: CPUS }, () => new AutonomousCore());

  constructor(page: SharedPage) {
    this.#page = page;
  }

  next(cpu: number, khz: number, share: number, dt: number): number {
    return this.#cores[cpu]?.next(cppcRequest(this.#page, cpu), khz, share, dt) ?? khz;
  }

  close(): void {}
}

/** acpi-cpufreq: the kernel decides. Each P-state it wrote is one more byte in its CPU's file, in units of 100 MHz. */
export class PStateClocks implements ClockSource {
  readonly #files: number[];
  readonly #byte = Buffer.alloc(1);

  constructor(files: readonly string[]) {
    this.#files = files.map(file => openSync(file, 'r'));
  }

  next(cpu: number): number {
    const fd = this.#files[cpu];
    const length = fd === undefined ? 0 : fstatSync(fd).size;
    if (fd === undefined || length === 0) return L.nominalKhz;
    readSync(fd, this.#byte, 0, 1, length - 1);
    return this.#byte.readUInt8() * 100_000;
  }

  close(): void {
    for (const fd of this.#files) closeSync(fd);
  }
}
