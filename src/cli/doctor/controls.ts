import type { Description } from '../../model/description.js';
import type { ControlSpec } from '../../model/signals.js';
import { type Finding, ok } from './finding.js';

/** Controls of one kind share one line, however many CPUs there are. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['frequency limits', /\.(min|max)_freq$/],
  ['EPP', /\.epp$/],
  ['governor', /\.governor$/],
  ['boost', /(^|\.)boost$/],
  ['platform profile', /^platform_profile$/],
  ['power limits', /\.limit$/],
  ['GPU clocks', /^gpu\d+\.max_clock$/],
  ['GPU power', /^gpu\d+\.power_limit$/],
];

/** What can be set on this machine, and why the rest can't. */
export function controlFindings({ controls, readOnly }: Description): Finding[] {
  const known = kinds.map(([name, pattern]) => ({ name, specs: controls.filter(c => pattern.test(c.name)) }));
  const rest = controls.filter(c => !kinds.some(([, pattern]) => pattern.test(c.name)));
  return [...known, { name: 'others', specs: rest }]
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
