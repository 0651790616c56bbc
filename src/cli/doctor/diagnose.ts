import type { ControlError } from '../../control/protocol/errors.js';
import type { Status } from '../../control/protocol/status.js';
import type { Description } from '../../model/description.js';
import { counted } from '../render/units.js';
import { notHeld } from '../view/phrases.js';
import { adviceFor } from './advice.js';
import { controlFindings } from './controls.js';
import { type Finding, ok } from './finding.js';
import { reflexFindings } from './reflex.js';
import { sensorFindings } from './sensors.js';

/** All facts that a diagnosis is made from. */
export interface Facts {
  readonly version: string;
  /** How the daemon is started here. */
  readonly startAdvice: string;
  /** Undefined where a tree is looked at instead of this machine. */
  readonly daemon: Status | ControlError | undefined;
  /** From the daemon, else from the helper; why there is none, in words. */
  readonly description: Description | string;
  readonly rivals: readonly { readonly name: string; readonly disable: string | null }[];
  /** What SQLite finds wrong; undefined when there is no journal. */
  readonly journal: { readonly path: string; readonly problems: readonly string[] } | undefined;
}

/** Judges the facts. Reads and writes nothing itself. */
export function diagnose(facts: Facts): Finding[] {
  const { description } = facts;
  return [
    ...daemonFindings(facts),
    ...(typeof description === 'string'
      ? [broken('machine', 'helper', description, 'build it with `make -C native`, or set LATTICE_HELPER to its path')]
      : machineFindings(description)),
    ...conflictFindings(facts),
    ...journalFindings(facts),
  ];
}

const broken = (area: Finding['area'], name: string, text: string, advice: string): Finding => ({
  area,
  name,
  level: 'broken',
  text,
  advice,
});

function daemonFindings(facts: Facts): Finding[] {
  const { daemon, version } = facts;
  if (daemon === undefined) return [];
  if (daemon instanceof Error) {
    if (daemon.kind !== 'absent')
      return [broken('daemon', 'latticed', daemon.message, 'see `systemctl status latticed`')];
    return [
      {
        area: 'daemon',
        name: 'latticed',
        level: 'note',
        text: daemon.message,
        advice: facts.startAdvice,
      },
    ];
  }
  const running = ok(
    'daemon',
    'latticed',
    `${daemon.version}, pid ${daemon.pid}, ${daemon.mode === 'govern' ? 'governs' : 'observes'}`,
  );
  const { names, why } = daemon.desktop;
  const desktop: Finding =
    why === null
      ? ok('daemon', 'desktop', `power profiles on the system bus as ${names.join(' and ')}`)
      : {
          area: 'daemon',
          name: 'desktop',
          level: 'note',
          text: `power sliders may not reach it: ${why}`,
          advice: null,
        };
  if (daemon.version === version) return [running, desktop];
  return [
    desktop,
    {
      ...running,
      level: 'note',
      text: `${running.text}; this is latticectl ${version}`,
      advice: '`systemctl restart latticed` runs the new version',
    },
  ];
}

function machineFindings(description: Description): Finding[] {
  const { topology, kind, missing } = description;
  const drivers = [...new Set(topology.policies.map(p => p.driver))].join(', ') || 'no cpufreq driver';
  const size = `${counted(topology.cpus.length, 'CPU')} in ${counted(topology.policies.length, 'policy', 'policies')}`;
  const sensors = sensorFindings(description);
  const reflex = reflexFindings(description);
  const explained = [...sensors.explained, ...reflex.map(f => f.name)];
  const rest = missing.filter(m => !explained.includes(m.what));
  return [
    ok('machine', 'kind', `${description.simulated ? `SIMULATED (${kind})` : kind}, ${size}, ${drivers}`),
    ...sensors.findings,
    ...controlFindings(description),
    ...reflex,
    ...rest.map(
      ({ what, why }): Finding => ({
        area: 'not here',
        name: what,
        level: 'note',
        text: why,
        advice: description.simulated ? null : adviceFor(what, why),
      }),
    ),
  ];
}

function conflictFindings({ daemon, rivals }: Facts): Finding[] {
  const others = rivals.map(({ name, disable }) =>
    broken(
      'conflicts',
      name,
      'runs and writes the same files',
      disable === null ? `stop ${name}` : `keep one of the two: \`${disable}\``,
    ),
  );
  const lost = daemon === undefined || daemon instanceof Error ? [] : notHeld(daemon.controls);
  return [
    ...(others.length === 0 ? [ok('conflicts', 'other daemons', 'none runs that writes the same files')] : others),
    ...lost.map(text =>
      broken('conflicts', 'not held', text, '`latticectl verify` shows all; find who else writes it'),
    ),
  ];
}

const journalFindings = ({ daemon, journal }: Facts): Finding[] =>
  daemon === undefined ? [] : [journalFinding(daemon, journal)];

function journalFinding(daemon: Status | ControlError, journal: Facts['journal']): Finding {
  const failure = daemon instanceof Error ? undefined : daemon.journal.failure;
  if (failure !== undefined)
    return broken(
      'journal',
      'writing',
      failure,
      'make room or give latticed write permission; nothing is recorded until then',
    );
  if (journal === undefined) {
    return {
      area: 'journal',
      name: 'journal',
      level: 'note',
      text: 'none yet',
      advice: 'latticed makes it when it first runs',
    };
  }
  const { path, problems } = journal;
  if (problems.length === 0) return ok('journal', 'integrity', `${path} is sound`);
  return broken(
    'journal',
    'integrity',
    `${path}: ${problems.slice(0, 3).join('; ')}`,
    'restart latticed: it moves a corrupt journal aside and begins a new one',
  );
}
