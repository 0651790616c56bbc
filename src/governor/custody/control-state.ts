/** What custody (custody.ts) knows about one control, and the events that it reports about it. */
import type { ControlValue } from '../../model/signals.js';

export type ControlStanding = 'held' | 'clamped' | 'refused' | 'ceded';

/** Something about a control that a person should know, reported once for each change. */
export interface CustodyEvent {
  readonly kind: 'refused' | 'recovered' | 'clamped' | 'drift' | 'chosen' | 'resumed';
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
  /** Refused once, as happens when its CPUs go offline. This is reported only if it goes on. */
  passing: boolean;
  /** Left alone because somebody chose it for us to follow. */
  chosen: boolean;
}

/** A control, whether or not it holds a value of ours. */
export interface Place {
  readonly control: string;
  held: ControlState | undefined;
}

export const unheld = (control: string): Place => ({ control, held: undefined });

/** The kernel governor of a policy as last seen. */
export interface KernelGovernor {
  name: string | undefined;
}

export const noGovernor = (): KernelGovernor => ({ name: undefined });

export type WriteResult = { readonly value: ControlValue } | { readonly errno: string; readonly why?: string };
