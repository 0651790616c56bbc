import type { ControlSpec, ControlValue, Missing, SignalSpec } from './signals.js';
import type { Topology } from './topology.js';

/** What a machine said of itself in its newest hello; replaced as a whole when the topology changes. */
export interface Description {
  readonly bootId: string;
  /** Changes whenever the machine was put back to its baseline. */
  readonly epoch: number;
  /** True when every figure is made up by the built-in simulator. */
  readonly simulated: boolean;
  /** `linux`, `simulated laptop`, `simulated server` or `replayed`: what people are shown. */
  readonly kind: string;
  readonly readOnly: boolean;
  readonly signals: readonly SignalSpec[];
  readonly controls: readonly ControlSpec[];
  readonly missing: readonly Missing[];
  readonly topology: Topology;
  /** Control → the value that a restore writes back. */
  readonly baseline: Readonly<Record<string, ControlValue>>;
  /** Control → its value before the first write, of those that a restore leaves as they are. */
  readonly kept?: Readonly<Record<string, ControlValue>> | undefined;
}
