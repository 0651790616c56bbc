import type { Description } from '../../model/description.js';
import { kernelTunables } from '../../model/kernel-governor.js';
import { isGpu } from '../../model/names.js';
import type { ControlSpec, Facts } from '../../model/signals.js';
import { type Finding, ok } from './finding.js';

/** Controls of one kind share one line, however many CPUs there are. */
const kinds: readonly (readonly [name: string, roles: readonly string[], ofGpu?: boolean])[] = [
  ['frequency limits', ['min_freq', 'max_freq']],
  ['reflex', ['start_min_freq', 'start_max_freq', 'raise_ms']],
  ['EPP', ['epp']],
  ['energy bias (EPB)', ['epb']],
  ['governor', ['governor']],
  ['tunables of the kernel’s governor', [...kernelTunables]],
  ['boost', ['boost']],
  ['platform profile', ['platform_profile']],
  ['power limits', ['power_limit']],
  ['charge limits', ['charge_start', 'charge_stop', 'charge_types', 'conservation_mode']],
  ['GPU clocks', ['max_clock'], true],
  ['GPU power', ['power_limit'], true],
];

const kindOf = ({ role, scope }: Facts): string =>
  kinds.find(([, roles, ofGpu = false]) => roles.includes(role) && ofGpu === isGpu(scope))?.[0] ?? 'others';

/** What can be set on this machine, and why the rest can’t. */
export function controlFindings({ controls, readOnly }: Description): Finding[] {
  return [...kinds.map(([name]) => name), 'others']
    .map(name => ({ name, specs: controls.filter(c => kindOf(c) === name) }))
    .filter(({ specs }) => specs.length > 0)
    .map(({ name, specs }) => (readOnly ? observed(name, specs) : finding(name, specs)));
}

const observed = (name: string, specs: readonly ControlSpec[]): Finding =>
  ok('controls', name, `${specs.length} found (the helper only reads, as it was told)`);

function finding(name: string, specs: readonly ControlSpec[]): Finding {
  const barred = specs.filter(spec => !spec.writable);
  if (barred.length === 0) return ok('controls', name, `${specs.length} writable`);
  const why = [...new Set(barred.map(spec => spec.why ?? 'no reason given'))].join('; ');
  const permission = /EACCES|EPERM|[Pp]ermission/.test(why);
  return {
    area: 'controls',
    name,
    level: 'note',
    text: `${specs.length - barred.length} of ${specs.length} writable: ${why}`,
    advice: permission ? 'writing needs root: lattice-helper.service has it' : null,
  };
}
