import type { RequestsStatus } from '../../control/protocol/request-status.js';
import type {
  BatteryStatus,
  ControlStatus,
  DeviceStatus,
  LoadStatus,
  PolicyStatus,
  Status,
  WholeStatus,
} from '../../control/protocol/status.js';
import type { Pipeline } from '../../engine/pipeline.js';
import type { Decision } from '../../governor/arbitration/decision.js';
import type { Verdicts } from '../../governor/budget/heartbeats.js';
import type { ControlState } from '../../governor/custody/control-state.js';
import { explain } from '../../governor/explain/explain.js';
import { summary } from '../../governor/explain/summary.js';
import type { DomainFeatures } from '../../governor/features/features.js';
import { savedWatts } from '../../governor/power-curve/saved-watts.js';
import type { JournalHealth } from '../../journal/journal.js';
import { gpuScope } from '../../model/gpu.js';
import { wholeMachine } from '../../model/names.js';
import type { ChargeOrders } from '../../model/people/charge.js';
import type { PromiseInForce } from '../../model/people/promise.js';
import type { LiveReading, PolicyReading } from '../../model/sensing/reading.js';
import { zoneTarget } from '../../model/thermal-target.js';
import { cpuScope, type Policy, policyScope, type Topology } from '../../model/topology.js';
import type { BatteryLife } from '../loop/battery-life.js';
import type { LoopState } from '../loop/loop.js';
import type { RaiseCount, Raises } from '../loop/raises.js';
import { chargesOf } from './charge-status.js';
import { gpuStatus } from './gpu-status.js';
import { promiseStatus, reflexStatus } from './promise-status.js';

type BoundStatus = Pick<Decision, 'limits' | 'reasons'>;

/** What the daemon knows of itself apart from the loop. */
export interface Identity {
  readonly version: string;
  readonly pid: number;
  readonly started: number;
  readonly profile: string;
  readonly profileWhy: string;
  readonly asked: RequestsStatus;
  readonly promise: PromiseInForce;
  /** What applications said of it. */
  readonly verdicts: Verdicts;
  readonly raises: Pick<Raises, 'of'>;
  readonly life: Pick<BatteryLife, 'left'>;
  readonly hints: Status['hints'];
  readonly hintCounts: Status['hintCounts'];
  readonly rivals: readonly string[];
  readonly desktop: Status['desktop'];
  readonly journal: JournalHealth;
  readonly experiment: Status['experiment'];
}

/** The daemon as it is now, made only when somebody asks. */
export function statusOf(
  state: LoopState,
  { promise, verdicts, raises, life, ...identity }: Identity,
  charge: ChargeOrders | undefined,
  now: number,
): Status {
  const { stages, last, traces, calm, mode, away, ticks, overruns, notices } = state;
  const { description } = stages;
  const reading = last?.reading;
  const written = mode === 'govern';
  const decisions = new Map(last?.decisions.map(d => [d.scope, d]));
  const held = controls(stages, last?.decisions ?? [], reading, mode, away);
  return {
    ...identity,
    mode,
    now,
    promise: last && promiseStatus(promise, stages, last.budget, verdicts),
    machine: description.kind,
    simulated: description.simulated,
    onMains: reading?.onMains ?? true,
    sourceWhy: reading?.sourceWhy,
    cadence: calm ? 'quiet' : 'active',
    ticks,
    overruns,
    epoch: reading?.epoch ?? description.epoch,
    policies: description.topology.policies.map((p, i) =>
      policyStatus(
        p,
        reading?.policies[i],
        loadOf(last?.features[i], traces.coherence(`${policyScope(p.id)}.busy`)),
        decisionOf(p, decisions),
        raises.of(p.id),
        savedBy(state, i),
        written,
      ),
    ),
    gpus: (description.topology.gpus ?? []).map(g => gpuStatus(g, reading, decisions.get(gpuScope(g.id)), written)),
    whole: wholeStatus(decisions.get(wholeMachine), written),
    devices: devices(description.topology, last?.decisions ?? [], written),
    power: reading?.energy.map(({ domain, power }) => ({ domain, watts: power })) ?? [],
    total: totalStatus(reading),
    zones: zones(stages, reading),
    sensors: reading?.others.map(({ name, unit, value }) => ({ name, unit, value: value ?? null })) ?? [],
    batteryWatts: reading?.batteryPower ?? null,
    battery: batteryStatus(reading, life),
    cpuPressure: reading?.cpuPressure ?? null,
    charge: chargesOf(state, charge, held),
    controls: held,
    missing: description.missing,
    notices,
  };
}

/** Each has series of its own in the metrics. */
const mostAged = 8;

function batteryStatus(reading: LiveReading | undefined, life: Identity['life']): BatteryStatus | null {
  const [percent, wattHours, aged = []] = [reading?.charge?.(), reading?.held?.(), reading?.aged?.()];
  if (percent === undefined && wattHours === undefined && aged.length === 0) return null;
  return {
    percent: percent ?? null,
    wattHours: wattHours ?? null,
    secondsLeft: life.left(wattHours) ?? null,
    aged: aged.slice(0, mostAged),
  };
}

function totalStatus(reading: LiveReading | undefined): Status['total'] {
  if (reading?.total === undefined) return null;
  const { what, sure, power } = reading.total;
  return { what, sure, watts: power };
}

/** What was decided of a policy, and of its CPUs: they have one profile, so one of them speaks for all. */
function decisionOf({ id, online }: Policy, decisions: ReadonlyMap<string, Decision>): BoundStatus {
  const [own, ofCpu] = [decisions.get(policyScope(id)), online.map(cpu => decisions.get(cpuScope(cpu))).find(Boolean)];
  return {
    limits: { ...own?.limits, ...ofCpu?.limits },
    reasons: [...(own?.reasons ?? []), ...(ofCpu?.reasons ?? [])],
  };
}

function policyStatus(
  policy: Policy,
  reading: PolicyReading | undefined,
  load: LoadStatus | null,
  { limits, reasons }: BoundStatus,
  raises: RaiseCount | undefined,
  saved: number | null,
  written: boolean,
): PolicyStatus {
  const scope = policyScope(policy.id);
  return {
    scope,
    cpus: policy.cpus,
    online: policy.online.length > 0,
    driver: policy.driver,
    hardware: { min: policy.hw_min, max: policy.hw_max },
    frequency: reading?.frequency ?? null,
    busy: reading?.busy ?? null,
    limits: { min: reading?.min ?? null, max: reading?.max ?? null },
    governor: reading?.governor ?? null,
    epp: reading?.epp ?? null,
    reflex: reflexStatus(policy, reading, reasons, raises),
    load,
    reasons,
    savedWatts: saved,
    summary: summary({ limits, reasons }, written, saved),
    explanation: explain(scope, limits, reasons, written),
  };
}

/** W that the policy at `i` draws less than at full clock. */
function savedBy({ stages: { power, description }, last }: LoopState, i: number): number | null {
  const [policy, seen, features] = [description.topology.policies[i], last?.reading.policies[i], last?.features[i]];
  if (policy === undefined || seen === undefined || features === undefined) return null;
  return savedWatts(power, policy, seen, features, last?.reading.interval ?? 0) ?? null;
}

function wholeStatus(decision: Decision | undefined, written: boolean): WholeStatus | null {
  return decision === undefined ? null : decided(decision, written);
}

const decided = ({ scope, limits, reasons }: Decision, written: boolean): WholeStatus => ({
  limits,
  reasons,
  summary: summary({ limits, reasons }, written),
  explanation: explain(scope, limits, reasons, written),
});

/** What is no part of the processors, no GPU that is described, and not the machine as a whole. */
function devices({ policies, gpus = [] }: Topology, decisions: readonly Decision[], written: boolean): DeviceStatus[] {
  const others = new Set([wholeMachine, ...policies.map(p => policyScope(p.id)), ...gpus.map(g => gpuScope(g.id))]);
  return decisions.flatMap(d => (others.has(d.scope) ? [] : [{ scope: d.scope, ...decided(d, written) }]));
}

function loadOf(f: DomainFeatures | undefined, coherence: number | null): LoadStatus | null {
  if (f === undefined) return null;
  const { bunching, computeShare, stall, utilisation, regular, batch, top } = f;
  return {
    bunching: bunching ?? null,
    coherence,
    computeShare,
    stallKnown: stall !== undefined,
    utilisation,
    regular,
    batch,
    top,
  };
}

function zones({ description }: Pipeline, reading: LiveReading | undefined): Status['zones'] {
  const trips = new Map(description.topology.zones.map(z => [z.signal, zoneTarget(z)?.trip ?? null]));
  return (
    reading?.zones.map(({ signal, type, temperature }) => ({
      name: type,
      celsius: temperature,
      trip: trips.get(signal) ?? null,
    })) ?? []
  );
}

function controls(
  stages: Pipeline,
  decisions: readonly Decision[],
  reading: LiveReading | undefined,
  mode: LoopState['mode'],
  away: string | undefined,
): ControlStatus[] {
  const units = new Map(stages.description.controls.map(c => [c.name, c.unit]));
  return decisions.flatMap(decision =>
    decision.controls.flatMap(([name, wanted]): ControlStatus[] => {
      if (!stages.writable.has(name)) return [];
      const ours = stages.custody.held(name);
      const readback = away === undefined ? (reading?.state(name) ?? null) : null;
      const baseline = stages.baseline.get(name) ?? null;
      const why = away ?? ours?.why ?? null;
      return [
        {
          name,
          unit: units.get(name) ?? '',
          wanted,
          readback,
          baseline,
          state: stateOf({ wanted, readback }, ours, mode),
          why,
        },
      ];
    }),
  );
}

function stateOf(
  { wanted, readback }: Pick<ControlStatus, 'wanted' | 'readback'>,
  ours: Readonly<ControlState> | undefined,
  mode: LoopState['mode'],
): ControlStatus['state'] {
  if (mode === 'observe') return 'observed';
  if (readback === null) return 'unknown';
  if (ours?.pending === true || (ours === undefined && readback !== wanted)) return 'pending';
  return ours?.standing ?? 'held';
}
