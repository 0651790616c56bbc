import type { Saved, Stateful } from '../../model/saved.js';
import type { Policy } from '../../model/topology.js';
import { ArrivalBurst } from './arrival-burst.js';
import { AttainableFrequency } from './attainable-frequency.js';
import { ComputeShare } from './compute-share.js';
import { Gate } from './regularity-gate.js';
import { StretchWork } from './stretch-work.js';
import { Window } from './window.js';
import { Yielding } from './yielding.js';

/** s. Long enough to average out single requests of a queue, short enough to follow a rush hour. */
const utilisationSeconds = 20;

/** Features of one frequency domain; shares in [0, 1]. */
export interface DomainFeatures {
  /** The frequency that it can reach now, kHz. */
  readonly top: number;
  /** Busy share of the busiest CPU in this tick. */
  readonly busy: number | undefined;
  /** Busy · f / top in this tick: the share of its best speed that was used. */
  readonly demand: number | undefined;
  /** Share of the time for which the same work would keep it busy at top, smoothed. */
  readonly utilisation: number;
  /** β: share of a run at top that a lower clock lengthens; 1 while unknown. */
  readonly computeShare: number;
  /** The largest β of the last minutes. */
  readonly mostComputeShare: number;
  /** What the cap cost the work of this tick: it took (1 + slowdown) times as long as at top. */
  readonly slowdown: number;
  /** Work of this tick in seconds at top; 0 if unknown. */
  readonly worked: number;
  /** Share of the busy time spent waiting for memory; undefined if it cannot be known. */
  readonly stall: number | undefined;
  readonly bunching: number | undefined;
  /** The load arrives at its own pace. */
  readonly regular: boolean;
  /** How many times its usual allowed length a rush has lasted: work arrives faster than it is done. 1 without a rush. */
  readonly rush: number;
  /** Busy all the time: only throughput matters. */
  readonly batch: boolean;
  /** The cap should be lifted for a moment to see how fast the domain can run. */
  readonly look: boolean;
  /** How much of its work is done how early in a busy stretch; says nothing where there is no reflex. */
  readonly stretches: StretchWork;
  /** The machine is close to a trip point: no floor may be set. */
  readonly nearTrip: boolean;
}

type Range = Pick<Policy, 'hw_min' | 'hw_max' | 'frequencies'>;

/** What is known about one domain. Its features are the same object from tick to tick. */
export class DomainState implements DomainFeatures, Stateful {
  readonly reach: AttainableFrequency;
  readonly share = new ComputeShare();
  readonly gate = new Gate();
  readonly yielding = new Yielding();
  readonly stretch = new ArrivalBurst();
  readonly stretches = new StretchWork();
  /** For the utilisation. */
  readonly window = new Window(utilisationSeconds);
  /** Busy share, EMA of 2 s. */
  usuallyBusy = 0;
  dilation = 1;
  top: number;
  busy: number | undefined;
  demand: number | undefined;
  utilisation = 0;
  computeShare = 1;
  mostComputeShare = 1;
  slowdown = 0;
  worked = 0;
  stall: number | undefined;
  bunching: number | undefined;
  regular = false;
  rush = 1;
  batch = false;
  look = false;
  nearTrip = false;

  /** The policy as it was described last. */
  private policy: Range;

  constructor(policy: Range) {
    this.policy = policy;
    this.reach = new AttainableFrequency(policy);
    this.top = this.reach.top;
  }

  /** Its policy may have another range since the machine described itself anew. */
  describe(policy: Range): void {
    if (policy === this.policy) return;
    this.policy = policy;
    this.reach.describe(policy);
  }

  save() {
    const { reach, share, gate, yielding, stretch, stretches, window, usuallyBusy, dilation } = this;
    const { top, busy, demand, utilisation, computeShare, mostComputeShare, slowdown, worked, stall, bunching } = this;
    const { regular, rush, batch, look, nearTrip } = this;
    return {
      reach: reach.save(),
      share: share.save(),
      gate: gate.save(),
      yielding: yielding.save(),
      stretch: stretch.save(),
      stretches: stretches.save(),
      window: window.save(),
      usuallyBusy,
      dilation,
      features: { top, busy, demand, utilisation, computeShare, mostComputeShare, slowdown, worked, stall, bunching },
      judged: { regular, rush, batch, look, nearTrip },
    };
  }

  restore(saved: Saved<DomainState>): void {
    const { features, judged } = saved;
    this.reach.restore(saved.reach);
    this.share.restore(saved.share);
    this.gate.restore(saved.gate);
    this.yielding.restore(saved.yielding);
    this.stretch.restore(saved.stretch);
    this.stretches.restore(saved.stretches);
    this.window.restore(saved.window);
    ({ usuallyBusy: this.usuallyBusy, dilation: this.dilation } = saved);
    ({ top: this.top, busy: this.busy, demand: this.demand, utilisation: this.utilisation } = features);
    ({
      computeShare: this.computeShare,
      mostComputeShare: this.mostComputeShare,
      slowdown: this.slowdown,
      worked: this.worked,
    } = features);
    ({ stall: this.stall, bunching: this.bunching } = features);
    ({ regular: this.regular, rush: this.rush, batch: this.batch } = judged);
    ({ look: this.look, nearTrip: this.nearTrip } = judged);
  }
}

/** A domain whose policy may no longer exist on the machine. */
export function restoredDomain(saved: Saved<DomainState>): DomainState {
  const domain = new DomainState({ hw_min: saved.reach.lowest, hw_max: saved.reach.hardware, frequencies: [] });
  domain.restore(saved);
  return domain;
}
