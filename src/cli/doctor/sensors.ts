import type { Description } from '../../model/description.js';
import { gpuScope } from '../../model/gpu.js';
import { counted } from '../render/units.js';
import { adviceFor } from './advice.js';
import { type Finding, ok } from './finding.js';

/** What the machine can sense, and the names under which `missing` explains what it can't. */
export function sensorFindings(description: Description): { findings: Finding[]; explained: readonly string[] } {
  const { sensors, zones, supplies, gpus = [] } = description.topology;
  const whyNot = (what: string): string | undefined => description.missing.find(m => m.what === what)?.why;
  const because = (why: string | undefined): string => (why === undefined ? '' : `: ${why}`);
  const lacking = (name: string, what: string, text: string, level: 'note' | 'broken' = 'note'): Finding => ({
    area: 'sensors',
    name,
    level,
    text: text + because(whyNot(what)),
    advice: description.simulated ? null : adviceFor(what, whyNot(what)),
  });
  const trips = zones.filter(zone => zone.trips.length > 0).length;
  const findings = [
    sensors.busy === 'bpf'
      ? ok('sensors', 'busy time', 'by BPF at every task switch, ladders from 5 ms')
      : sensors.busy === 'proc_stat'
        ? lacking('busy time', 'busy.bpf', 'by /proc/stat')
        : lacking('busy time', 'busy', 'none, and the daemon is blind without', 'broken'),
    sensors.counters === 'hardware'
      ? ok('sensors', 'counters', 'hardware events of perf (cycles, instructions, cache misses)')
      : lacking('counters', 'counters', sensors.counters === 'software' ? 'software events only' : 'none'),
    sensors.energy === 'none'
      ? lacking('energy', 'energy', 'none, so that reports stay empty')
      : ok('sensors', 'energy', `RAPL by ${sensors.energy}`),
    zones.length === 0
      ? lacking('temperature', 'zones', 'none, so that nothing is capped for heat')
      : ok('sensors', 'temperature', `${counted(zones.length, 'zone')}, ${trips} with trip points`),
    ...gpus.map(g => ok('sensors', gpuScope(g.id), `${g.name} by nvidia-smi`)),
    ok('sensors', 'supplies', supplies.map(s => s.name).join(', ') || 'none of its own: taken to be on mains'),
  ];
  return { findings, explained: ['busy.bpf', 'busy', 'counters', 'energy', 'zones', 'supplies'] };
}
