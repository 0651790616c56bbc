import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the kernel has a frequency driver. The parent directory exists without one, so policies are looked for. */
export function hasCpufreq(root: string): boolean {
  try {
    return readdirSync(join(root, 'sys/devices/system/cpu/cpufreq')).some(name => name.startsWith('policy'));
  } catch {
    return false;
  }
}
