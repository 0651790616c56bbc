import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Bus, variant } from '../../../src/control/dbus/bus.js';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { listening } from '../../fixtures/listening.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { policyFile, type Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const properties = 'org.freedesktop.DBus.Properties';
export type Layout = (typeof layouts)[number];
type Heard = readonly [member: string, path: string, body: readonly unknown[]];

export const [modern, legacy] = layouts as readonly [Layout, Layout];
export const profileFile = 'sys/firmware/acpi/platform_profile';

/** A desktop that was there before the daemon, and everything that it hears. */
async function desktop(bus: SystemBus) {
  const client = await Bus.open(bus.env.DBUS_SYSTEM_BUS_ADDRESS, () => undefined);
  onTestFinished(() => client.close());
  const heard: Heard[] = [];
  client.listen(({ member, path, body }) => heard.push([member, path, body]));
  for (const { path } of layouts) await client.ask('AddMatch', 's', [`type='signal',path='${path}'`]);
  const call = (layout: Layout, member: string, signature: string, body: readonly unknown[], where = layout.name) =>
    client.call(layout.name, layout.path, where, member, signature, body);
  const get = async (layout: Layout, name: string): Promise<unknown> => {
    const [value] = await call(layout, 'Get', 'ss', [layout.name, name], properties);
    return plain(value);
  };
  const set = (layout: Layout, name: string, type: string, value: unknown) =>
    call(layout, 'Set', 'ssv', [layout.name, name, variant([type, value])], properties);
  /** The values that a property of this layout was last said to have. */
  const told = (layout: Layout): Readonly<Record<string, unknown>> =>
    Object.assign(
      {},
      ...heard.flatMap(([member, path, body]) =>
        member === 'PropertiesChanged' && path === layout.path ? [plain(body[1])] : [],
      ),
    );
  return { client, heard, call, get, set, told };
}

/** Variants as what they hold. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('signature' in value && 'value' in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

export const up = (daemon: DaemonRun) =>
  until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );

/** The helper as systemd runs it. With it the daemon never simulates, whatever the machine lacks. */
export async function helperSocket(tree: Tree): Promise<string> {
  const runtimeDir = folderForTest('helper');
  const socket = join(runtimeDir, 'helper.sock');
  const args = ['--socket', socket, '--root', tree.root, '--runtime-dir', runtimeDir];
  const child = spawn(helperPath(), args, { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await listening(socket);
  return socket;
}

interface Served {
  /** For the injector: what the kernel refuses. */
  readonly rules?: readonly string[];
  readonly args?: readonly string[];
}

/** latticed on a fake machine and a bus of its own, with a desktop that was there first. */
export async function served(tree: Tree, { rules, args = [] }: Served = {}) {
  const bus = await new SystemBus().start();
  const before = await desktop(bus);
  const injector = rules === undefined ? {} : { injector: injectorForTest(tree, rules) };
  const daemon = new DaemonRun({ tree, env: bus.env, args, ...injector });
  await up(daemon);
  /** Waits until a file of the machine reads so. */
  const reads = (file: string, text: string) =>
    until(
      file,
      () => tree.read(file),
      read => read === text,
    );
  const epp = (word: string) => reads(eppFile, word);
  /** Ends the daemon and starts its successor on the same folders. */
  const again = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    daemon.process.kill(signal);
    await daemon.left();
    const { runtimeDir, stateDir } = daemon;
    const next = new DaemonRun({ tree, env: bus.env, runtimeDir, args: [...args, '--state-dir', stateDir] });
    await up(next);
    return next;
  };
  return { bus, daemon, tree, reads, epp, again, ...before };
}

export const eppFile = policyFile(0, 'energy_performance_preference');
export const eppOf = (tree: Tree): string => tree.read(eppFile);
