/**
 * Which GPUs may be asked now. nvidia-smi wakes a laptop's sleeping GPU, and as long as it runs the GPU never goes to sleep.
 *
 * 1. A GPU whose runtime_status is not `active` is left alone. Reading that file does not wake it.
 * 2. One that may sleep (power/control is `auto`) and has been idle for 15 s is not asked for 30 s, so that the kernel can put it to sleep.
 * 3. When it is still awake after that, somebody else uses it: it is asked again, and the next pause comes after twice the time, up to 16 min.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const idleNs = 15e9;
const pauseNs = 30e9;
const longestIdleNs = 960e9;

export class Sleep {
  private readonly folder: string;
  private idleSince: number | undefined;
  private pausedAt: number | undefined;
  private patience = idleNs;

  /** `bus` is its PCI address, such as 0000:01:00.0. */
  constructor(root: string, bus: string) {
    this.folder = join(root, 'sys/bus/pci/devices', bus, 'power');
  }

  /** A row of it says whether it does anything; `at` is monotonic ns. */
  follow(idle: boolean, at: number): void {
    if (!idle) this.patience = idleNs;
    this.idleSince = idle ? (this.idleSince ?? at) : undefined;
  }

  /** Whether nvidia-smi may ask it now. */
  mayAsk(at: number): boolean {
    if (this.read('control') !== 'auto') return true;
    const status = this.read('runtime_status');
    if (status === 'suspended' || status === 'suspending') {
      this.patience = idleNs;
      this.idleSince = undefined;
      this.pausedAt = undefined;
      return false;
    }
    if (this.pausedAt !== undefined) {
      if (at - this.pausedAt < pauseNs) return false;
      this.pausedAt = undefined;
      this.idleSince = undefined;
      this.patience = Math.min(longestIdleNs, this.patience * 2);
    }
    if (this.idleSince === undefined || at - this.idleSince < this.patience) return true;
    this.pausedAt = at;
    return false;
  }

  private read(attribute: string): string | undefined {
    try {
      return readFileSync(join(this.folder, attribute), 'utf8').trim();
    } catch {
      // Kernels without runtime power management, and boards on no PCI bus, never sleep.
      return undefined;
    }
  }
}
