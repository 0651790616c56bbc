/**
 * Firmware key: whether the firmware's profile was changed by somebody else, as a laptop's own key does.
 *
 * 1. What it read last, or what our write made of it, is remembered. Another word of a known profile is somebody's choice.
 * 2. Not while a write of ours is under way, nor within 3 s of samples after its outcome: the firmware may make something else of it a moment later.
 * 3. Nor after a restore, a suspend or a start: firmware sets its profile anew by itself then.
 */
import { profileOfFirmware } from '../../model/people/firmware-profiles.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { ControlValue } from '../../model/signals.js';

const echoNs = 3e9;

export class FirmwareKey implements Stateful {
  private before: ControlValue | undefined;
  /** The next sample is the first of 3 s. */
  private fresh = true;
  private quietUntil = Number.NEGATIVE_INFINITY;

  /** If what is `seen` at `now` is somebody's choice, the word before it. `pending`: a write of ours is under way. */
  follow(seen: ControlValue, pending: boolean, now: number): ControlValue | undefined {
    if (pending) return undefined;
    if (this.fresh) this.quietUntil = now + echoNs;
    this.fresh = false;
    const { before } = this;
    this.before = seen;
    if (seen === before || now < this.quietUntil) return undefined;
    return profileOfFirmware(String(seen)) === undefined ? undefined : before;
  }

  /** A write of ours made it this. */
  wrote(value: ControlValue): void {
    this.before = value;
    this.fresh = true;
  }

  /** It may be anything now. */
  forget(): void {
    this.before = undefined;
    this.fresh = true;
  }

  save() {
    const { before, fresh, quietUntil } = this;
    return { before, fresh, quietUntil };
  }

  restore({ before, fresh, quietUntil }: Saved<FirmwareKey>): void {
    this.before = before;
    this.fresh = fresh;
    this.quietUntil = quietUntil;
  }
}
