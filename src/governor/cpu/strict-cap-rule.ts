/**
 * Strict cap: the lowest clock at which nothing takes more than ε longer than at the highest one.
 *
 * 1. A run at f takes β·top/f + 1 − β of its time at top; β is the share of the run that a higher clock speeds up. So f = top·β/(β+ε′) costs ε′.
 * 2. Batch work only has to be done: ε′ = ε. So has the work of an application that says so and works almost alone (budget/hints.ts).
 * 3. Latency work queues, and a queue amplifies the slowdown: by 1/(1−u) at the utilisation u at top if service times are exponential (M/M/1, mean
 *    and tail alike), and by up to (2−u)/(1−u) for the waiting alone (Pollaczek and Khinchine). ε′ = 0.9·ε(1−u)/(1+u/3) keeps the mean within ε (5.07
 *    % of 5) for service times with a squared coefficient of variation up to 4, and leaves a tenth for the tail. THEORY's ε(1−u)/(2−u) spends 1.9 of
 *    5 % on the interactive load, this one 4.4 (bench:governors). The mean of 20 s does not see requests that come in clusters: in a rush
 *    (arrival-burst.ts) ε′ is reduced by how long the rush lasts.
 * 4. The ledger (ledger.ts) corrects ε′ by what was really spent. Where the driver's table is coarse, the clock alternates between the two operating
 *    points next to the bound (alternation.ts). Latency work spends half of ε′ in this way, since requests that arrive while the clock is low wait
 *    longer than the mean, and one in a hundred of them is enough to move the tail.
 * 5. Never below the critical frequency: below it a run costs more energy because it takes longer.
 * 6. If no counters separate waiting from computing: β = 1, which caps at top/(1+ε′).
 * 7. Where the governor or the firmware follows utilisation (floor-policy.ts) the floor is raised to the cap: otherwise it starts each burst slowly,
 *    and a cap cannot correct that.
 * 8. The cap rises at once, and falls at once by more than 5 %; a smaller fall waits until it was wanted for 0.3 s. In steps of the driver's table or
 *    1/32 of the range.
 *
 * ε = 0 (performance): the cap and the floor are the top of the range.
 */

import { gigahertz, share } from '../../model/format.js';
import { quantiseUp } from '../../model/operating-point.js';
import type { Budget } from '../../model/people/profiles.js';
import type { Saved } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { Policy } from '../../model/topology.js';
import type { IntervalProposal, Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, SettledBy, Situation } from '../arbitration/rule.js';
import { budgetFacts, budgetWording } from '../budget/wording.js';
import { cappedShare } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import { Alternation, type Points } from './alternation.js';
import { clockProposal, saysSame } from './clock-proposal.js';
import { takesFloor } from './floor-policy.js';
import { Hysteresis } from './hysteresis.js';
import { Ledger } from './ledger.js';

const lowerAfterSeconds = 0.3;
const farBelow = 0.05;
const tailMargin = 0.9;
const alternatingPart = 0.5;

/**
 * ε′ of THEORY 3.2: the part of the slowdown ε that latency work of utilisation `u` may spend per run, in a rush of that many times the usual length.
 */
export const latencyBudget = (slowdown: number, u: number, rush = 1): number =>
  (tailMargin * slowdown * (1 - u)) / (1 + u / 3) / rush;

/** Frequency in kHz below which a domain's work of compute share β costs more energy because it takes longer. */
export type CriticalFrequency = (policy: Policy, computeShare: number) => number;

interface Domain {
  readonly hysteresis: Hysteresis;
  readonly ledger: Ledger;
  readonly alternation: Alternation;
  proposal: IntervalProposal | undefined;
}

export class StrictCapRule implements Rule {
  readonly name = 'strict-cap';
  private readonly domains = new Recurring<Domain, number>();
  private readonly critical: CriticalFrequency;
  private readonly alternating: boolean;
  private readonly settled: ReadonlyMap<number, SettledBy>;

  /** `alternating`: whether the two points next to the bound of a coarse table may alternate. `settled`: policies that are not this rule's. */
  constructor(critical: CriticalFrequency, alternating = true, settled: ReadonlyMap<number, SettledBy> = new Map()) {
    this.critical = critical;
    this.alternating = alternating;
    this.settled = settled;
  }

  propose({ reading, topology, budget, features, tasks }: Situation): readonly Proposal[] {
    const out = new Array<Proposal>(topology.policies.length);
    let capped = 0;
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      const known = features[i];
      if (policy === undefined || seen === undefined || known === undefined) continue;
      const proposal = this.cap(policy, seen, known, budget, reading.interval, tasks?.taken ?? 0);
      if (this.settled.get(policy.id) !== 'pace and cap') out[capped++] = proposal;
    }
    out.length = capped;
    return out;
  }

  save() {
    return this.domains.save(({ hysteresis, ledger, alternation, proposal }) => {
      return { hysteresis: hysteresis.save(), ledger: ledger.save(), alternation: alternation.save(), proposal };
    });
  }

  restore(saved: Saved<StrictCapRule>): void {
    this.domains.restore(saved, ({ hysteresis, ledger, alternation, proposal }) => {
      const domain = newDomain();
      domain.hysteresis.restore(hysteresis);
      domain.ledger.restore(ledger);
      domain.alternation.restore(alternation);
      domain.proposal = proposal;
      return domain;
    });
  }

  private cap(
    policy: Policy,
    seen: PolicyReading,
    f: DomainFeatures,
    budget: Budget,
    interval: number,
    taken: number,
  ): Proposal {
    const { slowdown } = budget;
    const batch = f.batch || budget.asked?.batch !== undefined;
    const domain = this.domains.get(policy.id, newDomain);
    const usual = batch ? slowdown * (1 - taken) : latencyBudget(slowdown, f.utilisation, f.rush);
    if (!f.regular) domain.ledger.take(f.worked, f.slowdown, usual, batch ? 'batch' : 'latency');
    const allowed = domain.ledger.allowance(usual);
    const bound = f.top * cappedShare(f.computeShare, allowed);
    const critical = this.critical(policy, f.computeShare);
    const alternates = this.alternating && !f.regular && slowdown > 0;
    if (!alternates) domain.alternation.reset();
    const part = batch ? usual : alternatingPart * usual;
    const turns = alternates ? domain.alternation.follow(policy, f, slowdown, critical, part) : undefined;
    const full = slowdown === 0 || f.look || budget.look === true;
    const wanted = full ? policy.hw_max : (turns?.at ?? quantiseUp(policy, Math.max(bound, critical)));
    const cap = domain.hysteresis.follow(wanted, interval);
    const code = codeOf(f, budget, critical > bound, turns !== undefined);
    const min = takesFloor(seen, f) ? cap : Number.NEGATIVE_INFINITY;
    const last = domain.proposal;
    if (last !== undefined && saysSame(last, min, cap, code)) return last;
    const facts = factsOf(f, budget, allowed, turns);
    domain.proposal = clockProposal(policy, min, cap, { rule: this.name, code, facts });
    return domain.proposal;
  }
}

const newDomain = (): Domain => ({
  hysteresis: new Hysteresis(lowerAfterSeconds, farBelow),
  ledger: new Ledger(),
  alternation: new Alternation(),
  proposal: undefined,
});

const round = (x: number): number => Math.round(x * 1000) / 1000;

/** What moved ε, and whether requests queue, are variants of the sentence, so that a change in them makes a new decision. */
function codeOf(
  f: DomainFeatures,
  { slowdown, look, moved, asked }: Budget,
  critical: boolean,
  turns: boolean,
): string {
  if (slowdown === 0) return 'full';
  if (f.look) return 'look';
  if (look === true) return 'compare';
  if (critical && !turns) return 'critical';
  const asks = asked?.batch !== undefined;
  const kind = kindOf(f.batch ? 'batch' : asks ? 'asked' : 'latency', turns);
  const queueing = !f.batch && !asks && round(f.rush) > 1;
  // Called for each domain in each tick: a string is built only if there is more to say.
  if (!queueing && moved === undefined) return kind;
  return `${kind}${queueing ? ':queueing' : ''}${moved === undefined ? '' : `:${moved.by}`}`;
}

const kindOf = (kind: 'batch' | 'asked' | 'latency', turns: boolean): string => (turns ? `${kind}-in-turns` : kind);

function factsOf(f: DomainFeatures, budget: Budget, allowed: number, turns: Points | undefined): Facts {
  const facts = {
    slowdown: round(budget.slowdown),
    allowed: round(allowed),
    compute_share: round(f.computeShare),
    stall: f.stall === undefined ? 'unknown' : round(f.stall),
    utilisation: round(f.utilisation),
    rush: round(f.rush),
    top_khz: Math.round(f.top),
  };
  const batch = budget.asked?.batch;
  if (budget.moved === undefined && turns === undefined && batch === undefined) return facts;
  const asked = batch === undefined ? {} : { asked: batch };
  return { ...facts, ...budgetFacts(budget), ...asked, ...(turns && { low_khz: turns.lo, high_khz: turns.hi }) };
}

type Facts = Parameters<Sentences[string]>[0];

const boundness = ({ compute_share, stall }: Facts): string =>
  stall === 'unknown'
    ? 'nothing here tells waiting from computing, so all of the work is taken to need the clock'
    : `${share(compute_share)} of the work needs the clock`;

/** Decisions stored before rushes existed lack this fact. */
const rushWords = ({ rush }: Facts): string =>
  typeof rush === 'number' && rush > 1 ? ', as requests are queueing' : '';

const batchWords = (facts: Facts): string =>
  `it is busy all the time, ${boundness(facts)}, and it may take ${share(facts.slowdown)} longer${budgetWording(facts)}`;
const askedWords = (facts: Facts): string =>
  `${facts.asked} says that nobody waits for single units of its work, ${boundness(facts)}, and it may take ${share(facts.slowdown)} longer${budgetWording(facts)}`;
const latencyWords = (facts: Facts): string =>
  `${boundness(facts)}, and at ${share(facts.utilisation)} load ${share(facts.allowed)} of slowdown becomes at most ${share(facts.slowdown)} of waiting${rushWords(facts)}${budgetWording(facts)}`;
const turnWords = ({ low_khz, high_khz }: Facts): string =>
  `: the clock for that lies between ${gigahertz(low_khz)} and ${gigahertz(high_khz)}, where none is offered, so it runs at these two in turn`;

const shortCost: Sentences[string] = facts => `costs at most ${share(facts.slowdown)} of speed${budgetWording(facts)}`;

const sentences: Sentences = {
  batch: batchWords,
  asked: askedWords,
  latency: latencyWords,
  'batch-in-turns': facts => batchWords(facts) + turnWords(facts),
  'asked-in-turns': facts => askedWords(facts) + turnWords(facts),
  'latency-in-turns': facts => latencyWords(facts) + turnWords(facts),
  critical: () => 'below that a run costs more energy for being longer',
  look: ({ top_khz }) => `how fast it can run now (${gigahertz(top_khz)} at most) is being looked at`,
  compare: () => 'how it fares at full clock is being looked at',
  full: () => 'the profile allows no slowdown',
};

const short: Sentences = {
  batch: shortCost,
  asked: shortCost,
  latency: shortCost,
  'batch-in-turns': shortCost,
  'asked-in-turns': shortCost,
  'latency-in-turns': shortCost,
  critical: () => 'a lower clock would cost more energy',
  look: () => 'finding out how fast it can run now',
  compare: () => 'measuring at the full clock for a moment',
  full: () => 'the profile allows no slowdown',
};

export const strictCapRule: RuleEntry = {
  name: 'strict-cap',
  sentences,
  short,
  create: ({ power, settled }) => new StrictCapRule(power.critical, true, settled),
};
