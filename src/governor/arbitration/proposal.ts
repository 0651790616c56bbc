import type { Interval } from '../../model/bounds.js';

/** Who prevails, strongest first. Within one priority intervals meet; a stronger one bounds all weaker ones. */
export const priorities = ['safety', 'override', 'profile', 'governor'] as const;
export type Priority = (typeof priorities)[number];

/** Why a rule asks for something; `facts` are the numbers its sentence needs (named with their unit, e.g. `temperature_c`). */
export interface Reason {
  readonly rule: string;
  /** Stable identifier of the sentence; rule and code together are the identity that decisions are run-length encoded by. What follows a colon is a variant of the same sentence. */
  readonly code: string;
  readonly facts?: Readonly<Record<string, number | string>>;
}

interface Claim {
  /** What it is about: a frequency domain such as `policy0`, or `machine`. */
  readonly scope: string;
  readonly priority: Priority;
  readonly reason: Reason;
}

/** A numeric limit: `freq` means the pair `<scope>.min_freq` and `<scope>.max_freq`, a GPU's `clock` likewise `min_clock` and `max_clock`. */
export interface IntervalProposal extends Claim {
  readonly kind: 'interval';
  readonly control: string;
  readonly interval: Interval;
}

/** One word out of a control's choices; a boolean control takes 0 or 1. */
export interface ChoiceProposal extends Claim {
  readonly kind: 'choice';
  readonly control: string;
  readonly choice: string | number;
}

export type Proposal = IntervalProposal | ChoiceProposal;

/** A bound and who asked for it, as decisions are stored. */
export interface Because {
  readonly control: string;
  readonly bound: 'min' | 'max' | 'choice';
  readonly rule: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, number | string>>;
}
