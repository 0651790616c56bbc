import type { Interval } from '../../model/bounds.js';

/** Priorities, strongest first. Within one priority intervals meet; a stronger priority bounds all weaker ones. */
export const priorities = ['safety', 'override', 'profile', 'governor'] as const;
export type Priority = (typeof priorities)[number];

/** Why a rule asks for something; `facts` are the numbers its sentence needs (their names include the unit, e.g. `temperature_c`). */
export interface Reason {
  readonly rule: string;
  /**
   * Stable identifier of the sentence. Decisions are run-length encoded by rule and code together. Text after a colon is a variant of the same
   * sentence.
   */
  readonly code: string;
  readonly facts?: Readonly<Record<string, number | string>>;
}

interface Claim {
  /** What the claim is about: a frequency domain such as `policy0`, or `machine`. */
  readonly scope: string;
  readonly priority: Priority;
  readonly reason: Reason;
}

/** A numeric limit: `freq` means the pair `<scope>.min_freq` and `<scope>.max_freq`; for a GPU, `clock` means `min_clock` and `max_clock`. */
export interface IntervalProposal extends Claim {
  readonly kind: 'interval';
  readonly control: string;
  readonly interval: Interval;
}

/** One of a control's choices, as a word; a boolean control takes 0 or 1. */
export interface ChoiceProposal extends Claim {
  readonly kind: 'choice';
  readonly control: string;
  readonly choice: string | number;
}

export type Proposal = IntervalProposal | ChoiceProposal;

/** A bound and its reason, as decisions are stored. */
export interface Because {
  readonly control: string;
  readonly bound: 'min' | 'max' | 'choice';
  readonly rule: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, number | string>>;
}
