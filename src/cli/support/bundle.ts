import { systemConfigPath } from '../../control/paths.js';
import { messageOf } from '../../control/protocol/errors.js';
import { controlVersion } from '../../control/protocol/lines.js';
import { collectInventory } from '../../machine/linux/inventory/inventory.js';
import { copyTree } from '../../machine/linux/tree/copy.js';
import { newNames, renamed } from '../../machine/linux/tree/device-names.js';
import type { TreeFiles } from '../../machine/linux/tree/entry.js';
import type { Context } from '../context.js';
import { diagnose, type Facts } from '../doctor/diagnose.js';
import { gather } from '../doctor/gather.js';
import { withJournal } from '../journal.js';
import { decided } from './decided.js';
import { impersonal } from './impersonal.js';
import { bundleFormat } from './parse.js';
import { settings } from './settings.js';
import { placeless, told } from './told.js';

export interface Asked {
  /** A tree instead of the machine. */
  readonly root?: string | undefined;
  readonly config?: string | undefined;
}

interface Lacking {
  readonly what: string;
  readonly why: string;
}

const mostDecisions = 50;
const inventoryPatienceMs = 20_000;

const about = [
  'A support bundle of Lattice: what this machine is, what Lattice found of it and did. Read it, then attach it to a report.',
  'files: the files of sysfs and procfs that Lattice reads, and no others; `latticectl support unpack` makes a folder of them, `latticectl doctor --root` reads that.',
  'Left out: serial numbers, UUIDs, hardware and network addresses, host and user names, home folders, and all words of your own in the configuration.',
  'lacking: what should be here and could not be had, and why. unread: why a file could not be read.',
];

/** Everything that goes into a bundle. What can't be had is named, and stops nothing. */
export async function bundle(context: Context, { root, config }: Asked): Promise<object> {
  const [copy, gathered] = await Promise.all([copyTree(root ?? '/'), gather(context, root)]);
  const names = newNames(copy.files);
  const files = renamed(copy.files, names);
  const description = typeof gathered.description === 'string' ? gathered.description : placeless(gathered.description);
  const facts = { ...gathered, description };
  const findings = diagnose(facts);
  const [decisions, machine, configuration] = await Promise.all([
    root === undefined ? lastDecisions(context) : notOf('a tree'),
    root === undefined ? collectInventory(undefined, inventoryPatienceMs) : undefined,
    root === undefined || config !== undefined ? configured(config) : notOf('a tree'),
  ]);
  const lacking = [
    ...(facts.daemon instanceof Error ? [{ what: 'daemon', why: facts.daemon.message }] : []),
    ...(typeof description === 'string' ? [{ what: 'hello', why: description }] : []),
    ...(typeof decisions === 'string' ? [{ what: 'decisions', why: decisions }] : []),
    ...(typeof configuration === 'string' ? [{ what: 'configuration', why: configuration }] : []),
    ...unreadIn(files),
    ...copy.left.map(({ what, why }) => ({ what: `files: ${what}`, why })),
  ];
  const rest = {
    versions: versions(facts),
    machine: machine ?? null,
    lacking,
    doctor: { healthy: findings.every(f => f.level !== 'broken'), findings },
    configuration: typeof configuration === 'string' ? null : configuration,
    decisions: typeof decisions === 'string' ? null : decisions,
    hello: typeof description === 'string' ? null : told(description),
  };
  // Texts of files are the kernel's, and figures of twelve digits are no addresses.
  return { about, format: bundleFormat, ...impersonal(names)(rest), files };
}

function versions({ version, daemon }: Facts): object {
  const running = daemon === undefined || daemon instanceof Error ? null : daemon;
  return {
    latticectl: version,
    latticed: running?.version ?? null,
    mode: running?.mode ?? null,
    simulated: running?.simulated ?? null,
    protocol: controlVersion,
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

function unreadIn(files: TreeFiles): Lacking[] {
  const errnos = Object.values(files).flatMap(entry => ('unread' in entry ? [entry.unread] : []));
  if (errnos.length === 0) return [];
  const closed = errnos.some(errno => errno === 'EACCES' || errno === 'EPERM');
  const why = [...new Set(errnos)].sort().join(', ');
  return [
    { what: `${errnos.length} of the files`, why: closed ? `${why}: root may read more (try it with sudo)` : why },
  ];
}

const notOf = (what: string): string => `not of ${what}`;

async function lastDecisions({ stateDirs }: Context): Promise<readonly object[] | string> {
  try {
    const decisions = await withJournal(stateDirs, reader => reader.decisions({ limit: mostDecisions }));
    const now = Date.now();
    return decisions.map(decision => decided(decision, now));
  } catch (error) {
    return messageOf(error);
  }
}

async function configured(file: string | undefined): Promise<object | string> {
  try {
    return await settings(file ?? systemConfigPath, file !== undefined);
  } catch (error) {
    return messageOf(error);
  }
}
