/** What custody (custody.ts) knows of one control, and what it has to tell of it. */
import type { ControlValue } from '../../model/signals.js';

export type Standing = 'held' | 'clamped' | 'refused' | 'ceded';

/** Something about a control that a person should know, reported once for each change. */
export interface CustodyEvent {
  readonly kind: 'refused' | 'recovered' | 'clamped' | 'drift' | 'resumed';
  readonly control: string;
  readonly wanted: ControlValue;
  readonly readback: ControlValue | null;
  readonly why: string;
}

export interface Held {
  wanted: ControlValue;
  readback: ControlValue | null;
  standing: Standing;
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
  held: Held | undefined;
}

export const unheld = (control: string): Place => ({ control, held: undefined });

/** The kernel governor of a policy as it was last seen. */
export interface Governor {
  name: string | undefined;
}

export const noGovernor = (): Governor => ({ name: undefined });

export type Result = { readonly value: ControlValue } | { readonly errno: string; readonly why?: string };
