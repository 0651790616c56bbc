/** What a machine offers to read and to set, as it describes itself (docs/helper-protocol.md). */

/** `counter` grows monotonically, `gauge` is a measurement, `state` is a setting read back. */
export type SignalKind = 'counter' | 'gauge' | 'state';

export interface SignalSpec {
  readonly name: string;
  readonly unit: string;
  readonly kind: SignalKind;
  /** The words of a state whose sample value is an index. */
  readonly choices?: readonly string[] | undefined;
}

/** A number in the control's unit, or one of its choices. */
export type ControlValue = number | string;

export interface ControlSpec {
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
