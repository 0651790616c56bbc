import type { Description } from '../../model/description.js';
import { gigahertz } from '../../model/format.js';
import { type Gpu, gpuScope } from '../../model/gpu.js';
import type { OverrideRequest } from '../../model/people/requests.js';
import type { ControlSpec } from '../../model/signals.js';
import { type Policy, policyScope } from '../../model/topology.js';
import { selectPolicies } from './cpu-selection.js';

/** What is wrong with an override on this machine, naming what was expected; undefined if it is possible. */
export function checkOverride(wanted: OverrideRequest, { topology, controls }: Description): string | undefined {
  const { min, max, epp, governor, boost, gpuMax, cpus } = wanted;
  const ofCpus = [min, max, epp, governor, boost].some(part => part !== undefined);
  if (!ofCpus && gpuMax === undefined)
    return 'nothing to override, expected one of max, min, epp, governor, boost or gpuMax';
  if (!ofCpus && cpus !== undefined) return `cpus ${cpus}, expected none: gpuMax is for GPUs`;
  const policies = ofCpus ? selectPolicies(cpus, topology) : [];
  if (typeof policies === 'string') return policies;
  const specs = new Map(controls.map(c => [c.name, c]));
  const of = (control: string): ControlSpec[] =>
    policies.flatMap(p => specs.get(`${policyScope(p.id)}.${control}`) ?? []);
  return (
    (max === undefined ? undefined : frequencyFault('max', max, policies, of('max_freq'))) ??
    (min === undefined ? undefined : frequencyFault('min', min, policies, of('min_freq'))) ??
    (min !== undefined && max !== undefined && min > max
      ? `min ${gigahertz(min)}, expected no more than max, which is ${gigahertz(max)}`
      : undefined) ??
    (epp === undefined ? undefined : wordFault('epp', epp, of('epp'))) ??
    (governor === undefined ? undefined : wordFault('governor', governor, of('governor'))) ??
    (boost === undefined ? undefined : boostFault(cpus, specs.get('boost'), of('boost'))) ??
    (gpuMax === undefined ? undefined : gpuFault(gpuMax, topology.gpus ?? [], controls))
  );
}

/** Different kinds of cores have different ranges: any clock that one of them can reach may be asked for. */
function frequencyFault(
  side: 'min' | 'max',
  khz: number,
  policies: readonly Policy[],
  specs: readonly ControlSpec[],
): string | undefined {
  const fixed = notWritable(side, specs);
  if (fixed !== undefined) return fixed;
  const least = Math.min(...policies.map(p => p.hw_min));
  const most = Math.max(...policies.map(p => p.hw_max));
  return khz >= least && khz <= most
    ? undefined
    : `${side} ${exact(khz, [least, most])}, expected ${gigahertz(least)} to ${gigahertz(most)}`;
}

/** Different GPUs have different ranges: any clock that one of them can reach may be asked for. */
function gpuFault(khz: number, gpus: readonly Gpu[], controls: readonly ControlSpec[]): string | undefined {
  const names = new Set(gpus.map(gpu => `${gpuScope(gpu.id)}.max_clock`));
  const fixed = notWritable(
    'gpuMax',
    controls.filter(c => names.has(c.name)),
  );
  if (fixed !== undefined) return fixed;
  const clocks = gpus.flatMap(gpu => gpu.clocks);
  const [least, most] = [Math.min(...clocks), Math.max(...clocks)];
  return khz >= least && khz <= most
    ? undefined
    : `gpuMax ${exact(khz, [least, most])}, expected ${gigahertz(least)} to ${gigahertz(most)}`;
}

/** Below this, two decimals of GHz say almost nothing. */
const leastShown = 100_000;

/** The frequency in GHz, with its kHz too where rounding would make a wrong frequency look like a right one, or like zero. */
const exact = (khz: number, edges: readonly number[]): string =>
  khz < leastShown || edges.some(edge => gigahertz(edge) === gigahertz(khz))
    ? `${gigahertz(khz)} (${khz} kHz)`
    : gigahertz(khz);

function wordFault(control: string, word: string, specs: readonly ControlSpec[]): string | undefined {
  const fixed = notWritable(control, specs);
  if (fixed !== undefined) return fixed;
  const offered = new Set(specs.flatMap(c => c.choices ?? []));
  return offered.has(word) ? undefined : `${control} ${word}, expected one of ${[...offered].join(', ')}`;
}

function boostFault(
  cpus: string | undefined,
  machine: ControlSpec | undefined,
  specs: readonly ControlSpec[],
): string | undefined {
  if (machine !== undefined && specs.length === 0 && cpus !== undefined)
    return `boost is one switch for the whole machine, expected no cpus beside it, not ${cpus}`;
  return notWritable('boost', [...(machine === undefined ? [] : [machine]), ...specs]);
}

function notWritable(what: string, specs: readonly ControlSpec[]): string | undefined {
  if (specs.some(c => c.writable)) return undefined;
  const why = specs.find(c => c.why !== undefined)?.why;
  return `${what} can't be set here: ${why ?? 'this machine does not offer it'}`;
}
