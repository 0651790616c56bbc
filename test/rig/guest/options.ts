import type { Variant } from '../prepare/programs.js';

export type { Variant };

export interface GuestOptions {
  /** Which cpufreq driver the laptop's tables are for. */
  variant: Variant;
  /** Names the log and the exchange folder. */
  name: string;
  /** Debian stable's kernel in place of the rig's: acpi-cpufreq only, no virtual PMU, no powercap zones. */
  kernel?: 'stable';
  memoryMiB?: number;
  /** The virtual PMU: as on today's CPUs, with stalled-cycles-backend too, or none at all. */
  pmu?: 'plain' | 'stalled' | 'none';
  /** Whether there are powercap zones. */
  rapl?: boolean;
  /**
   * A root in the guest's memory with just these files and folders of the host, and the libraries they need, in place of
   * the host's tree: 9p doesn't survive a suspend. Commands there are busybox's, and the guest needs room for it all.
   */
  memoryRoot?: readonly string[];
  /** A disk (qcow2) with a root and an init of its own, in place of the host's tree; what the guest writes there outlives it. */
  disk?: string;
  /** Whether machine and physics go before all else on the host, as measuring asks for; a test's own process then waits for its turns. */
  precedence?: boolean;
  /** More words for the kernel's command line. */
  kernelArguments?: readonly string[];
}

export const DEFAULTS = { memoryMiB: 1024, pmu: 'plain', rapl: true, kernelArguments: [] } as const;
