import type { Description } from '../../../model/description.js';
import { withHeat } from '../../../model/heat-sources.js';
import { type ToldDescription, withFacts } from '../../../model/names.js';
import type { ControlValue, Missing } from '../../../model/signals.js';
import type { Topology } from '../../../model/topology.js';
import { ProtocolError } from './frames.js';

/** The version of docs/helper-protocol.md that this engine speaks. */
export const protocolVersion = 1;

interface Hello {
  readonly t: 'hello';
  readonly protocol: number;
  readonly version: string;
  readonly boot_id: string;
  readonly epoch: number;
  readonly root: string;
  readonly read_only: boolean;
  readonly signals: ToldDescription['signals'];
  readonly controls: ToldDescription['controls'];
  readonly missing: readonly Missing[];
  readonly topology: Topology;
  readonly baseline: Readonly<Record<string, ControlValue>>;
  /** Absent in hellos of older helpers. */
  readonly kept?: Readonly<Record<string, ControlValue>>;
}

/** The description in a hello; a helper of another protocol version is refused in words that say what to do. */
export function describe(body: object): Description {
  if (!isHello(body)) throw new ProtocolError('a hello without its fields; is this lattice-helper?');
  if (body.protocol !== protocolVersion) {
    throw new ProtocolError(
      `lattice-helper ${body.version} speaks protocol ${body.protocol}, expected ${protocolVersion}: install helper and engine from the same release`,
    );
  }
  const { boot_id: bootId, epoch, root, read_only: readOnly, signals, controls, missing, baseline, kept } = body;
  // Of a policy that was offline when the helper started the kernel tells nothing; a new hello comes when it is there.
  const topology = { ...body.topology, policies: body.topology.policies.filter(p => p.driver !== null) };
  const kind = root === '/' ? 'linux' : `linux (tree at ${root})`;
  const told = {
    bootId,
    epoch,
    simulated: false,
    kind,
    readOnly,
    signals,
    controls,
    missing,
    topology,
    baseline,
    kept,
  };
  return withHeat(withFacts(told));
}

function isHello(body: object): body is Hello {
  if (!('protocol' in body) || typeof body.protocol !== 'number') return false;
  if (body.protocol !== protocolVersion) return 'version' in body;
  const at = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
        body,
      );
  const lists = [
    'signals',
    'controls',
    'missing',
    'topology.cpus',
    'topology.policies',
    'topology.zones',
    'topology.supplies',
  ];
  const named = (entry: unknown): boolean =>
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string';
  const all = (path: string, holds: (entry: unknown) => boolean): boolean => {
    const list = at(path);
    return Array.isArray(list) && list.every(holds);
  };
  return (
    lists.every(path => Array.isArray(at(path))) &&
    ['signals', 'controls', 'topology.supplies'].every(path => all(path, named)) &&
    ['baseline', 'topology.sensors'].every(path => typeof at(path) === 'object' && at(path) !== null) &&
    typeof at('boot_id') === 'string' &&
    typeof at('epoch') === 'number'
  );
}
