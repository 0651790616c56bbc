import { keepsTarget } from '../../model/thermal-target.js';
import type { Topology } from '../../model/topology.js';
import type { LoopObserver, Ticked } from './observer.js';

/** s. A sensor that has told nothing for so long measures nothing: some read 4294948 °C for ever. */
const longEnough = 10;

/** Says once of each machine that a temperature is asked for which nothing here measures: a target that is never kept must not look kept. */
export class UnkeptTarget implements LoopObserver {
  private readonly notice: (what: string, why: string) => void;
  private machine: Topology | undefined;
  /** It was said, or the temperature was seen. */
  private done = false;
  private silent = 0;

  constructor(notice: (what: string, why: string) => void) {
    this.notice = notice;
  }

  ticked({ requested, stages, tick }: Pick<Ticked, 'requested' | 'stages' | 'tick'>): void {
    const { topology } = stages.description;
    if (this.machine !== topology) {
      this.machine = topology;
      this.done = false;
      this.silent = 0;
    }
    if (this.done) return;
    this.silent += tick.reading.interval;
    const seen = keepsTarget(tick.reading.zones);
    const waiting = keepsTarget(topology.zones) && this.silent < longEnough;
    this.done = seen || (requested.target !== undefined && !waiting);
    if (this.done && !seen)
      this.notice(`target_c = ${requested.target} can't be kept`, 'nothing here measures how hot the processors are');
  }
}
