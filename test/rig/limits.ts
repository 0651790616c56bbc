import type { Guest } from './guest.js';
import { CPUS } from './layout.js';
import { cppcRequest } from './physics/clocks.js';
import type { CppcRequest } from './physics/firmware.js';

export const CPUFREQ = '/sys/devices/system/cpu/cpufreq';

/** What amd-pstate has in a CPU's registers now, as the host sees it; 1 is 20 MHz. */
export function registers(guest: Guest, cpu = 0): CppcRequest {
  guest.page.pull();
  return cppcRequest(guest.page, cpu);
}

/** Registers of all CPUs as one word each, to compare and to print: `min-max/epp`. */
export function allRegisters(guest: Guest): string {
  guest.page.pull();
  return Array.from({ length: CPUS }, (_, cpu) => {
    const { min, max, epp } = cppcRequest(guest.page, cpu);
    return `${min}-${max}/${epp}`;
  }).join(' ');
}

const FILES = ['scaling_min_freq', 'scaling_max_freq', 'scaling_governor', 'energy_performance_preference', 'boost'];

/** Every CPU limit there is: the kernel's files, and what the host sees. */
export async function allLimits(guest: Guest): Promise<Record<string, string>> {
  const limits: Record<string, string> = { registers: allRegisters(guest) };
  for (let cpu = 0; cpu < CPUS; cpu += 1) {
    for (const file of FILES) {
      const path = `${CPUFREQ}/policy${cpu}/${file}`;
      limits[path] = await guest.readFile(path).catch(error => String(error));
    }
  }
  return limits;
}

/** Seconds by the guest's own monotonic clock. */
export async function guestSeconds(guest: Guest): Promise<number> {
  return Number.parseFloat(await guest.readFile('/proc/uptime'));
}

/** Highest state of the kernel's own cooling devices: above 0 its passive trip acts. */
export async function kernelCooling(guest: Guest): Promise<number> {
  const states = await guest.run('cat /sys/class/thermal/cooling_device*/cur_state');
  return Math.max(...states.trim().split('\n').map(Number));
}
