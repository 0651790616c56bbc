/** What custody (custody.ts) knows of one control, and what it has to tell of it. */
import type { ControlValue } from '../../model/signals.js';

export type ControlStanding = 'held' | 'clamped' | 'refused' | 'ceded';

/** Something about a control that a person should know, reported once for each change. */
export interface CustodyEvent {
  readonly kind: 'refused' | 'recovered' | 'clamped' | 'drift' | 'resumed';
  readonly control: string;
  readonly wanted: ControlValue;
  readonly readback: ControlValue | null;
  readonly why: string;
}

export interface ControlState {
  wanted: ControlValue;
  readback: ControlValue | null;
  standing: ControlStanding;
  why: string | null;
  /** No write before this time. */
  notBefore: number;
  delay: number;
  /** When the control last began to hold. */
  since: number;
  pending: boolean;
  /** Refused once as if its CPUs had just gone offline, which is no news unless it goes on. */
  passing: boolean;
}

/** A control, whether or not anything of ours stands there. */
export interface Place {
  readonly control: string;
  held: ControlState | undefined;
}

export const unheld = (control: string): Place => ({ control, held: undefined });

/** The kernel governor of a policy as it was last seen. */
export interface KernelGovernor {
  name: string | undefined;
}

export const noGovernor = (): KernelGovernor => ({ name: undefined });

export type WriteResult = { readonly value: ControlValue } | { readonly errno: string; readonly why?: string };
