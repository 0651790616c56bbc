/**
 * The GPU rule: the lowest clock at which a GPU's work takes at most ε longer and less energy.
 *
 * 1. Only a GPU whose highest clock can be set, and that reports its clocks and its power, is governed.
 * 2. Samples are joined to views of one second (window.ts), together with what applications report about their work on this GPU.
 * 3. The controller of each GPU (controller.ts) searches for the clock. A sample taken while a clock other than the requested one holds (a write
 *    under way, refused, or somebody else's) is ignored. After sleep anything may run.
 * 4. ε = 0 (performance): no limit, and nothing is tried.
 *
 * It controls the clock, not the power cap: under a cap clocks wander, and the effect of a cap depends on the work.
 */

import { gigahertz, share } from '../../model/format.js';
import { type Gpu, type GpuReading, gpuScope } from '../../model/gpu.js';
import type { GpuProgress } from '../../model/gpu-progress.js';
import type { Budget } from '../../model/people/profiles.js';
import type { Saved } from '../../model/saved.js';
import type { IntervalProposal, Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';
import { budgetFacts, budgetWording } from '../budget/wording.js';
import { GpuController } from './controller.js';
import { type GpuKnob, knobOf, topOf } from './knob.js';
import { isShared } from './mix.js';
import { GpuWindow } from './window.js';

interface Board {
  readonly knob: GpuKnob;
  readonly sight: GpuWindow;
  readonly governor: GpuController;
  proposal: IntervalProposal | undefined;
}

export class GpuRule implements Rule {
  readonly name = 'gpu';
  private readonly boards = new Map<string, Board>();

  propose({ reading, topology, budget, progress, choices }: Situation): readonly Proposal[] {
    const out: Proposal[] = [];
    for (const [i, gpu] of (topology.gpus ?? []).entries()) {
      const seen = reading.gpus[i];
      const control = `${gpuScope(gpu.id)}.max_clock`;
      if (seen === undefined || gpu.clocks.length < 2 || !choices.has(control)) continue;
      const board = this.board(gpu);
      if (reading.suspended > 0) board.governor.restart();
      if (budget.slowdown > 0)
        this.follow(board, seen, { holds: reading.state(control), interval: reading.interval, budget, progress });
      out.push(this.proposal(gpu, board, budget));
    }
    return out;
  }

  save() {
    return Array.from(this.boards, ([uuid, { knob, sight, governor, proposal }]) => {
      return { uuid, knob, sight: sight.save(), governor: governor.save(), proposal };
    });
  }

  restore(saved: Saved<GpuRule>): void {
    this.boards.clear();
    for (const { uuid, knob, sight, governor, proposal } of saved) {
      const board = boardOf(knob);
      board.sight.restore(sight);
      board.governor.restore(governor);
      board.proposal = proposal;
      this.boards.set(uuid, board);
    }
  }

  private follow(
    { knob, sight, governor, proposal }: Board,
    seen: GpuReading,
    now: { holds: number | string | undefined; interval: number; budget: Budget; progress: readonly GpuProgress[] },
  ): void {
    const wanted = proposal?.interval.max ?? knob.settings[topOf(knob)];
    if (seen.power === undefined || (now.holds !== undefined && now.holds !== wanted)) {
      sight.reset();
      governor.disturb();
      return;
    }
    const mine = now.progress.filter(p => p.gpu === seen.id || p.gpu === seen.uuid);
    const view = sight.take(seen, mine, now.interval);
    if (view !== undefined) governor.follow(view, now.budget.slowdown);
  }

  private proposal(gpu: Gpu, board: Board, budget: Budget): IntervalProposal {
    const { knob, governor } = board;
    const free = budget.slowdown === 0;
    const place = free ? topOf(knob) : governor.place;
    const max = knob.settings[place] ?? Number.POSITIVE_INFINITY;
    const code = codeOf(governor, budget);
    const last = board.proposal;
    if (last?.interval.max === max && last.reason.code === code) return last;
    board.proposal = {
      kind: 'interval',
      scope: gpuScope(gpu.id),
      control: 'clock',
      priority: 'governor',
      interval: { min: Number.NEGATIVE_INFINITY, max },
      reason: { rule: this.name, code, facts: factsOf(board, budget) },
    };
    return board.proposal;
  }

  private board(gpu: Gpu): Board {
    let board = this.boards.get(gpu.uuid);
    if (board === undefined) {
      board = boardOf(knobOf('clock', gpu.clocks));
      this.boards.set(gpu.uuid, board);
    }
    return board;
  }
}

const boardOf = (knob: GpuKnob): Board => ({
  knob,
  sight: new GpuWindow(),
  governor: new GpuController(knob),
  proposal: undefined,
});

function codeOf(governor: GpuController, budget: Budget): string {
  if (budget.slowdown === 0) return 'full';
  const { state, search } = governor;
  const moved = budget.moved === undefined ? '' : `:${budget.moved.by}`;
  if (state !== 'holding') return `${state}${moved}`;
  return `${search.refusal ?? (search.mix !== undefined && isShared(search.mix) ? 'turns' : 'holding')}${moved}`;
}

const round = (x: number): number => Math.round(x * 1000) / 1000;

function factsOf({ knob, governor: { search } }: Board, budget: Budget): Readonly<Record<string, number | string>> {
  const { mix, place, trials } = search;
  const known = trials.slowdown(mix?.lower.place ?? place);
  const other = mix?.upper.place === place ? mix.lower : mix?.upper;
  return {
    slowdown: round(budget.slowdown),
    ...budgetFacts(budget),
    by: known?.by ?? 'unknown',
    ...(mix === undefined
      ? {}
      : { longer: round(mix.time - 1), error: round(mix.most - mix.time), saved: round(1 - mix.energy) }),
    ...(mix === undefined || other === undefined || !isShared(mix)
      ? {}
      : { other: knob.settings[other.place] ?? 0, lower: round(mix.share), minute: round(mix.lower.time - 1) }),
    ...(trials.draw === undefined ? {} : { draw_w: Math.round(trials.draw) }),
  };
}

/** The source of a slowdown estimate, and what would improve it; journals hold sources that are no longer used. */
const sources: Readonly<Record<string, string>> = {
  progress: 'as the application reports',
  memory: 'as far as memory traffic tells; heartbeats of the application would tell more',
  clock: 'if all of it follows the clock; heartbeats of the application would tell more',
  power: 'as far as power tells; heartbeats of the application would tell more',
};

const sentences: Sentences = {
  reference: () => 'how its work goes without a limit is being looked at',
  looking: () => 'how its work goes without a limit is being looked at again',
  trying: ({ slowdown }) =>
    `it is being tried whether its work takes at most ${share(slowdown)} longer at this clock and less energy`,
  holding: facts =>
    `its work takes ${share(facts.longer)} longer, ${sources[facts.by ?? ''] ?? ''}, saves ${share(facts.saved)} of energy, and may take ${share(facts.slowdown)} longer${budgetWording(facts)}`,
  turns: facts =>
    `it takes turns with ${gigahertz(facts.other)}: over both its work takes ${share(facts.longer)} longer, ${sources[facts.by ?? ''] ?? ''}, up to ${share(facts.minute)} in a single minute, saves ${share(facts.saved)} of energy, and may take ${share(facts.slowdown)} longer${budgetWording(facts)}`,
  slow: ({ slowdown }) => `any lower clock that was tried makes its work take more than ${share(slowdown)} longer`,
  dear: () => 'lower clocks that were tried save less energy than they cost time',
  unlimited: () => 'nothing lower is left to try',
  unclear: () => 'nothing lower was clearly better',
  blind: () => 'neither heartbeats nor a clock tell how long its work takes',
  idle: () => 'nothing runs on it',
  parked: () => 'nothing has run on it for half a minute; the first work lifts this',
  full: () => 'the profile allows no slowdown',
};

const short: Sentences = {
  reference: () => 'seeing how its work goes without a limit',
  looking: () => 'seeing again how its work goes without a limit',
  trying: () => 'trying whether a lower clock saves energy',
  holding: ({ longer, saved }) => `work takes ${share(longer)} longer and ${share(saved)} less energy`,
  turns: ({ longer, saved, other }) =>
    `in turns with ${gigahertz(other)}, work takes ${share(longer)} longer and ${share(saved)} less energy`,
  slow: ({ slowdown }) => `any lower clock makes work take over ${share(slowdown)} longer`,
  dear: () => 'lower clocks lose more time than they save energy',
  unlimited: () => 'nothing lower is left to try',
  unclear: () => 'nothing lower was clearly better',
  blind: () => 'neither heartbeats nor a clock tell how long its work takes',
  idle: () => 'nothing runs on it',
  parked: () => 'nothing runs on it; the first work lifts this',
  full: () => 'the profile allows no slowdown',
};

export const gpuRule: RuleEntry = { name: 'gpu', sentences, short, create: () => new GpuRule() };
