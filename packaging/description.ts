import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRange, nodeRange } from './node-range.js';

/** What all packages say of Lattice. */
export interface Description {
  readonly name: string;
  /** As npm has it; versions.ts writes it as the others do. */
  readonly version: string;
  /** Of the packaging of one version. */
  readonly release: number;
  readonly summary: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  readonly licence: string;
  /** `Name <address>` of who builds the package. */
  readonly maintainer: string;
  /** The Nodes that can load the SQLite addon which is in the package. */
  readonly node: NodeRange;
  /** Files that administrators may change: an upgrade asks or keeps theirs. */
  readonly configuration: readonly string[];
  /** In the order of their start. */
  readonly services: readonly string[];
  /** Unix time in seconds that files and changelogs bear. */
  readonly time: number;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: { readonly node: string };
}

const text = [
  'Lattice watches the machine, decides how fast the CPUs need to be, writes the limits of the kernel (cpufreq, energy performance preference), puts everything back when it stops, and tells at any time why a limit is what it is.',
  'It answers on D-Bus where power-profiles-daemon would, and does not govern beside another daemon that writes the same files.',
];

/** Of the checkout, for the Node that runs this: its addons were built by it. */
export function describe(checkout: string, environment: NodeJS.ProcessEnv, time: number): Description {
  const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as Manifest;
  const { DEBFULLNAME: who = 'The Lattice authors', DEBEMAIL: address = 'lattice-governor@users.noreply.github.com' } =
    environment;
  return {
    name: manifest.name,
    version: manifest.version,
    release: 1,
    summary: 'power and thermal governor that explains its decisions',
    text,
    licence: manifest.license,
    maintainer: `${who} <${address}>`,
    node: nodeRange(manifest.engines.node, process.versions.node, process.versions.modules),
    configuration: ['/etc/lattice/lattice.toml'],
    services: ['lattice-helper.service', 'latticed.service'],
    time,
  };
}
