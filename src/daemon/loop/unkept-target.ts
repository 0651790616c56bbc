import { keepsTarget } from '../../model/thermal-target.js';
import type { Topology } from '../../model/topology.js';
import type { LoopObserver, Ticked } from './observer.js';

/** Says once of each machine that a temperature is asked for which nothing here measures: a target that is never kept must not look kept. */
export class UnkeptTarget implements LoopObserver {
  private readonly notice: (what: string, why: string) => void;
  private said: Topology | undefined;

  constructor(notice: (what: string, why: string) => void) {
    this.notice = notice;
  }

  ticked({ requested, stages }: Pick<Ticked, 'requested' | 'stages'>): void {
    const { topology } = stages.description;
    if (requested.target === undefined || this.said === topology) return;
    this.said = topology;
    if (!keepsTarget(topology.zones))
      this.notice(`target_c = ${requested.target} can't be kept`, 'nothing here measures how hot the processors are');
  }
}
