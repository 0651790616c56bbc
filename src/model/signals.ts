/** What a machine offers to read and to set, as it describes itself (docs/helper-protocol.md). */

/** `counter` grows monotonically, `gauge` is a measurement, `state` is a setting read back. */
export type SignalKind = 'counter' | 'gauge' | 'state';

/** What a signal or a control is, and of what: nobody has to take its name apart for it. */
export interface Facts {
  /** `busy`, `energy`, `temperature`, `max_freq` … */
  readonly role: string;
  /** `cpu3`, `policy0`, `package0`, `zone.acpitz`, `supply.AC`, `gpu0`; `machine` for what is of no part of it. */
  readonly scope: string;
}

/**
 * A signal's dead-band: what it has to do for a sample to be sent at once. `change`: another value. `share`: its share of the time is `above`, or
 * `by` off that of the last sample sent. `rise`: its share rose `by`. `move`: it moved `by`, or is `within` its `trip`. `step`: it moved `by` or to
 * the other side of `across`, which wakes no quiet machine.
 */
export interface Band {
  readonly kind: string;
  readonly above?: number | undefined;
  readonly by?: number | undefined;
  readonly across?: number | undefined;
  readonly within?: number | undefined;
  readonly trip?: number | undefined;
}

export interface SignalSpec extends Facts {
  readonly name: string;
  readonly unit: string;
  readonly kind: SignalKind;
  /** The words of a state whose sample value is an index. */
  readonly choices?: readonly string[] | undefined;
  /** Absent where nothing that it does is news. */
  readonly band?: Band | undefined;
}

/** A number in the control's unit, or one of its choices. */
export type ControlValue = number | string;

export interface ControlSpec extends Facts {
  readonly name: string;
  readonly unit: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly value: ControlValue | null;
  /** A maximum that the kernel or the firmware holds down now: its value is nobody's request. */
  readonly held?: boolean | undefined;
  readonly writable: boolean;
  /** What forbids writing, in words. */
  readonly why?: string | undefined;
}

/** Something this machine does not offer, and why. */
export interface Missing {
  readonly what: string;
  readonly why: string;
}
