import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Whether there is anything to govern: a frequency driver, or a GPU that nvidia-smi (where there is one) can set. */
export const isGovernable = (root: string, nvidiaSmi: string | undefined): boolean =>
  hasCpufreq(root) || (nvidiaSmi !== undefined && hasNvidiaGpu(root));

/** Whether the kernel has a frequency driver. The parent directory exists without one, so policies are looked for. */
export function hasCpufreq(root: string): boolean {
  return entries(join(root, 'sys/devices/system/cpu/cpufreq')).some(name => name.startsWith('policy'));
}

/** Whether NVIDIA's own driver has a GPU, as on most virtual machines with one: these have no cpufreq. */
export function hasNvidiaGpu(root: string): boolean {
  const devices = join(root, 'sys/bus/pci/devices');
  return entries(devices).some(bus => isNvidiaGpu(join(devices, bus)));
}

function isNvidiaGpu(device: string): boolean {
  try {
    return (
      readFileSync(join(device, 'vendor'), 'utf8').startsWith('0x10de') &&
      // Display controllers; a board's audio and USB functions are others.
      readFileSync(join(device, 'class'), 'utf8').startsWith('0x03') &&
      basename(readlinkSync(join(device, 'driver'))) === 'nvidia'
    );
  } catch {
    return false;
  }
}

/** The highest clock that the kernel names for some CPU, kHz; undefined where it names none. */
export function highestClock(root: string): number | undefined {
  const folder = join(root, 'sys/devices/system/cpu/cpufreq');
  const clocks = entries(folder).flatMap(name => {
    try {
      return [Number(readFileSync(join(folder, name, 'cpuinfo_max_freq'), 'utf8'))];
    } catch {
      return [];
    }
  });
  return clocks.length === 0 ? undefined : Math.max(...clocks);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
