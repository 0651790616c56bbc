import type { ProfileSource } from '../../control/dbus/power-profiles.js';
import type { Change } from '../../control/protocol/change.js';
import type {
  ExperimentAnswer,
  ExperimentRequest,
  FeedbackRequest,
  FeedbackStatus,
  Status,
  TracedSignal,
} from '../../control/protocol/messages.js';
import type { Changed } from '../../control/protocol/request-status.js';
import type { Requester } from '../../control/protocol/requester.js';
import type { ControlSource } from '../../control/server/source.js';
import { checkOverride } from '../../governor/orders/override-check.js';
import type { Machine } from '../../machine/machine.js';
import type { Description } from '../../model/description.js';
import type { Requested } from '../../model/requests.js';
import type { Experimenter } from '../experiment/experimenter.js';
import type { LoopState } from '../loop/loop.js';
import type { Observing } from '../observing/observing.js';
import type { Made, Requests } from '../requests/requests.js';
import { type Identity, statusOf } from './status.js';
import type { Watchers } from './watchers.js';

/** What the daemon answers and does when it is asked; the parts are there by then. */
export interface AnswersOptions {
  readonly machine: Pick<Machine, 'sample'>;
  readonly requests: () => Requests;
  readonly experimenter: () => Experimenter;
  readonly observing: Observing;
  readonly watchers: Watchers;
  /** What is asked for now, an experiment's turn included. */
  readonly requested: () => Requested;
  readonly loop: () => LoopState | undefined;
  readonly identity: () => Identity;
}

export class Answers implements ControlSource {
  private readonly parts: AnswersOptions;

  constructor(parts: AnswersOptions) {
    this.parts = parts;
  }

  status(): Status {
    return statusOf(this.described(), this.parts.identity(), Date.now());
  }

  description(): Description {
    return this.described().stages.description;
  }

  signals(name: string | undefined): readonly TracedSignal[] {
    const { traces } = this.described();
    if (name === undefined) return traces.list();
    const signal = traces.signal(name);
    if (signal !== undefined) return [signal];
    throw new Error(
      `no signal ${name}, expected one of ${traces
        .list()
        .map(s => s.name)
        .join(', ')}`,
    );
  }

  feedback(say: FeedbackRequest): FeedbackStatus {
    const { last } = this.described();
    // On which power source it is said is not known before the first sample.
    if (last === undefined) throw new Error('nothing was sampled yet: try again in a second');
    const { observing, requested, experimenter } = this.parts;
    const now = Date.now();
    const heard = observing.hear(say, { profile: requested().profile, onMains: last.reading.onMains, now });
    if (say !== 'show') experimenter().disturbed('feedback', now);
    return heard;
  }

  requests(): Changed {
    return this.answer({ ...this.parts.requests().status(), made: null });
  }

  change(change: Change, who: Requester, client: object): Changed {
    const wrong = change.op === 'override' ? checkOverride(change.wish, this.description()) : undefined;
    if (wrong !== undefined) throw new Error(wrong);
    return this.answer(this.parts.requests().change(change, who, client));
  }

  left(client: object): void {
    this.parts.requests().left(client);
  }

  experiment(wanted: ExperimentRequest): ExperimentAnswer {
    const experimenter = this.parts.experimenter();
    if (wanted.do === 'start') experimenter.start(wanted, Date.now());
    if (wanted.do === 'stop') experimenter.stop(Date.now());
    if (wanted.do !== 'show') this.parts.machine.sample();
    return { running: experimenter.status() };
  }

  onTick(listener: () => void): () => void {
    return this.parts.watchers.add(listener);
  }

  /** The same for desktops. */
  forDesktops(): ProfileSource {
    const { requests, loop } = this.parts;
    return {
      current: () => requests().requested(),
      requests: () => requests().status(),
      change: (change, who, client) => this.change(change, who, client),
      left: client => this.left(client),
      degraded: () => (this.bySafety() ? 'high-operating-temperature' : ''),
      cpuDriver: () => loop()?.stages.description.topology.policies[0]?.driver ?? 'lattice',
    };
  }

  private answer(made: Made): Changed {
    const { kind: machine, simulated } = this.description();
    return { ...made, machine, simulated };
  }

  private described(): LoopState {
    const state = this.parts.loop();
    if (state === undefined) throw new Error('the machine has not described itself yet');
    return state;
  }

  /** Whether heat holds some limit down. */
  private bySafety(): boolean {
    const decisions = this.parts.loop()?.last?.decisions ?? [];
    return decisions.some(d => d.reasons.some(r => r.priority === 'safety'));
  }
}
