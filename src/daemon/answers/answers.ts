import type { Drivers } from '../../control/dbus/drivers.js';
import type { OfferedAction, ProfileSource } from '../../control/dbus/power-profiles.js';
import type { Change } from '../../control/protocol/operations/change.js';
import type { ChargeRequest, ChargeStatus } from '../../control/protocol/operations/charge.js';
import type { ExperimentAnswer, ExperimentRequest } from '../../control/protocol/operations/experiment.js';
import type { FeedbackStatus } from '../../control/protocol/operations/feedback.js';
import type { FieldsOf } from '../../control/protocol/operations/operations.js';
import type { TracedSignal } from '../../control/protocol/operations/signals.js';
import type { TasksStatus } from '../../control/protocol/operations/tasks.js';
import type { Changed } from '../../control/protocol/request-status.js';
import type { Requester } from '../../control/protocol/requester.js';
import type { Status } from '../../control/protocol/status.js';
import type { Caller, ControlSource } from '../../control/server/source.js';
import type { TaskNames } from '../../governor/attribution/task-groups.js';
import { checkOverride } from '../../governor/orders/override-check.js';
import type { Machine } from '../../machine/machine.js';
import type { Description } from '../../model/description.js';
import { supplyScope, wholeMachine } from '../../model/names.js';
import { type ActionName, actionNames, actions } from '../../model/people/actions.js';
import { isChargeRole } from '../../model/people/charge.js';
import { unsaidPromise } from '../../model/people/promise.js';
import type { Requested } from '../../model/people/requests.js';
import { isBattery } from '../../model/power-source.js';
import { policyScope } from '../../model/topology.js';
import type { Charging } from '../charge/charging.js';
import type { Experimenter } from '../experiment/experimenter.js';
import type { LoopState } from '../loop/loop.js';
import type { Observing } from '../observing/observing.js';
import type { Made, Requests } from '../requests/requests.js';
import type { TaskWatch } from '../tasks/task-watch.js';
import { type Identity, statusOf } from './status.js';
import { tasksStatus } from './tasks-status.js';
import type { Watchers } from './watchers.js';
import { whyRefused } from './why-refused.js';

/** The parts of the daemon that answer. They exist before the first request. */
export interface AnswersOptions {
  readonly machine: Pick<Machine, 'sample'>;
  readonly requests: () => Requests;
  readonly experimenter: () => Experimenter;
  readonly charging: Charging;
  /** Whether charge limits stay when the daemon stops. */
  readonly keepsCharge: () => boolean;
  /** Gives others no say any more in what was set of these controls. */
  readonly reclaim: (controls: readonly string[]) => void;
  readonly observing: Observing;
  readonly watchers: Watchers;
  readonly tasks: Pick<TaskWatch, 'ask'>;
  readonly taskNames: TaskNames;
  /** What is asked for now, an experiment's turn included. */
  readonly requested: () => Requested;
  readonly loop: () => LoopState | undefined;
  readonly identity: () => Identity;
}

/** What the daemon answers and does for each operation of the control socket. */
export class Answers implements ControlSource {
  private readonly parts: AnswersOptions;

  constructor(parts: AnswersOptions) {
    this.parts = parts;
  }

  status(): Status {
    return statusOf(this.described(), this.parts.identity(), this.parts.charging.orders(), Date.now());
  }

  describe(): Description {
    return this.described().stages.description;
  }

  signals({ name }: FieldsOf<'signals'>): readonly TracedSignal[] {
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

  feedback({ say }: FieldsOf<'feedback'>): FeedbackStatus {
    const { last } = this.described();
    // The power source is unknown before the first sample.
    if (last === undefined) throw new Error('nothing was sampled yet: try again in a second');
    const { observing, requested, experimenter } = this.parts;
    const now = Date.now();
    const { profile, promised = unsaidPromise } = requested();
    const heard = observing.hear(say, { profile, onMains: last.reading.onMains, promised, now });
    if (say !== 'show') experimenter().disturbed('feedback', now);
    return heard;
  }

  charge({ do: what, battery }: FieldsOf<'charge'>, caller: Caller): ChargeStatus {
    const { charging, keepsCharge } = this.parts;
    if (what !== 'show') this.changeCharge(what, battery, caller.requester());
    const batteries = (this.status().charge ?? []).filter(b => battery === undefined || b.battery === battery);
    return { batteries, kept: keepsCharge(), unkept: charging.unkept ?? null };
  }

  private changeCharge(what: Exclude<ChargeRequest, 'show'>, battery: string | undefined, who: Requester): void {
    const { charging, reclaim, machine } = this.parts;
    const { stages, last, mode } = this.described();
    const batteries = limited(stages.description, battery);
    if (mode !== 'govern') throw new Error('the daemon only observes now, and sets no limit');
    if (what === 'full') charging.fill(batteries, last?.reading.onMains ?? false, who, Date.now());
    else charging.limit(batteries, who, Date.now());
    const scopes = new Set(batteries.map(supplyScope));
    const { controls } = stages.description;
    reclaim(
      controls.filter(c => isChargeRole(c.role) && (scopes.has(c.scope) || c.scope === wholeMachine)).map(c => c.name),
    );
    machine.sample();
  }

  async tasks({ by, sort, limit }: FieldsOf<'tasks'>): Promise<TasksStatus> {
    const { tasks, taskNames } = this.parts;
    return tasksStatus(await tasks.ask(), taskNames, by, sort, limit);
  }

  wishes(): Changed {
    return this.answer({ ...this.parts.requests().status(), made: null });
  }

  change({ change }: FieldsOf<'change'>, caller: Caller): Changed {
    return this.changeFor(change, caller.requester(), caller);
  }

  private changeFor(change: Change, who: Requester, client: object): Changed {
    const wrong = change.op === 'override' ? checkOverride(change.wish, this.describe()) : undefined;
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

  /** What desktops see and do, over the system bus. */
  forDesktops(lap: () => boolean): ProfileSource {
    const { requests, loop } = this.parts;
    let drivers: readonly [of: Description | undefined, Drivers] = [undefined, nothingDriven];
    let offered: readonly [of: Description | undefined, on: unknown, readonly OfferedAction[]] = [
      undefined,
      undefined,
      [],
    ];
    return {
      current: () => requests().requested(),
      requests: () => requests().status(),
      change: (change, who, client) => this.changeFor(change, who, client),
      left: client => this.left(client),
      set: (profile, who, client) => requests().attempt(profile, who, client, () => whyRefused(loop)),
      degraded: () =>
        [...(this.bySafety() ? ['high-operating-temperature'] : []), ...(lap() ? ['lap-detected'] : [])].join(),
      drivers: () => {
        const description = loop()?.stages.description;
        if (description !== drivers[0]) drivers = [description, driversOf(description)];
        return drivers[1];
      },
      actions: () => {
        const description = loop()?.stages.description;
        const { on } = requests();
        if (description !== offered[0] || on !== offered[1])
          offered = [description, on, offeredActions(description, on)];
        return offered[2];
      },
      setAction: (name, on, who) => requests().setAction(name, on, who),
      batteryAware: () => requests().batteryAware,
      setBatteryAware: (aware, who) => requests().setBatteryAware(aware, who),
    };
  }

  private answer(made: Made): Changed {
    const { kind: machine, simulated } = this.describe();
    return { ...made, machine, simulated };
  }

  private described(): LoopState {
    const state = this.parts.loop();
    if (state === undefined) throw new Error('the machine has not described itself yet');
    return state;
  }

  /** Whether heat lowers some limit. */
  private bySafety(): boolean {
    const decisions = this.parts.loop()?.last?.decisions ?? [];
    return decisions.some(d => d.reasons.some(r => r.priority === 'safety'));
  }
}

/** The battery of that name, or all, of those whose charge can be limited; throws where there is none. */
function limited({ topology, controls, missing }: Description, name: string | undefined): string[] {
  const batteries = topology.supplies.filter(isBattery).map(b => b.name);
  if (name !== undefined && !batteries.includes(name))
    throw new Error(`no battery ${name}, expected one of ${batteries.join(', ') || '(none here)'}`);
  const can = controls.filter(c => c.writable && isChargeRole(c.role)).map(c => c.scope);
  const found = batteries.filter(
    b => (name ?? b) === b && (can.includes(supplyScope(b)) || can.includes(wholeMachine)),
  );
  if (found.length > 0) return found;
  const why = missing.find(m => m.what === 'charge_limit')?.why ?? 'its driver offers nothing that may be set';
  throw new Error(
    `${name ?? 'no battery'}: its charge can't be limited here: ${batteries.length === 0 ? 'there is no battery' : why}`,
  );
}

const nothingDriven: Drivers = { cpu: null, platform: false };

function offeredActions(description: Description | undefined, on: readonly ActionName[]): readonly OfferedAction[] {
  const roles = new Set(description?.controls.map(c => c.role));
  return actionNames.flatMap(name => {
    const { role, pluggable, description: words } = actions[name];
    return pluggable || roles.has(role) ? [{ name, description: words, on: on.includes(name) }] : [];
  });
}

function driversOf(description: Description | undefined): Drivers {
  if (description === undefined) return nothingDriven;
  const { controls, topology } = description;
  const writable = controls.filter(c => c.writable);
  const policy = topology.policies.find(p => writable.some(c => c.scope === policyScope(p.id)));
  return { cpu: policy?.driver ?? null, platform: writable.some(c => c.role === 'platform_profile') };
}
