import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE, INITRD, kernelModules, MODULES, RIG, STABLE_INITRD } from '../paths.js';
import type { Kernel } from './kernel.js';
import { digest, once, run } from './shell.js';

/** What the laptop's drivers are; dependencies come from modules.dep. Those that can't bind to a variant just stay idle. */
const WANTED = [
  '9pnet_virtio',
  '9p',
  'overlay',
  'virtio_blk',
  'ext4',
  'acpi_power_meter',
  'battery',
  'ac',
  'button',
  'cpufreq_powersave',
  'cpufreq_userspace',
  'cpufreq_ondemand',
  'cpufreq_conservative',
  'acpi-cpufreq',
];

const OWN = ['virtual_rapl.ko', 'virtual_pmu.ko'];

/** Files below the kernel's folder, each after all that it depends on. */
async function ordered(folder: string): Promise<string[]> {
  const lines = (await readFile(join(folder, 'modules.dep'), 'utf8')).split('\n');
  const needs = new Map(
    lines
      .filter(line => line.includes(':'))
      .map(line => {
        const [file = '', rest = ''] = line.split(':');
        return [file, rest.trim().split(' ').filter(Boolean)] as const;
      }),
  );
  const order: string[] = [];
  for (const name of WANTED) {
    const file = [...needs.keys()].find(path => basename(path) === `${name}.ko.xz`);
    if (!file) throw new Error(`the kernel has no module ${name}`);
    // modules.dep lists what to load first last.
    for (const path of [...(needs.get(file) ?? []).toReversed(), file]) if (!order.includes(path)) order.push(path);
  }
  return order;
}

/** `own`: the rig's modules that were built for the kernel. */
async function pack(kernel: Kernel, own: readonly string[], image: string): Promise<void> {
  const root = join(CACHE, 'initrd');
  await rm(root, { recursive: true, force: true });
  for (const folder of ['bin', 'dev', 'proc', 'sys', 'modules']) await mkdir(join(root, folder), { recursive: true });
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  await copyFile(join(RIG, 'init.sh'), join(root, 'init'));
  await run('chmod', ['755', join(root, 'init')]);

  const folder = kernelModules(kernel.release);
  const names: string[] = [];
  for (const file of await ordered(folder)) {
    const name = basename(file);
    await copyFile(join(folder, file), join(root, 'modules', name));
    await run('unxz', ['-f', join(root, 'modules', name)]);
    names.push(name.replace(/\.xz$/, ''));
  }
  for (const name of own) await copyFile(join(MODULES, name), join(root, 'modules', name));
  await writeFile(join(root, 'modules/order'), [...names, ...own, ''].join('\n'));
  await run('sh', ['-c', 'find . | cpio --quiet -o -H newc | gzip -1 > "$0"', image], { cwd: root });
}

export async function prepareInitrd(kernel: Kernel, stable: Kernel): Promise<void> {
  const sources = [await readFile(join(RIG, 'init.sh'), 'utf8'), WANTED.join(' ')].join(' ');
  await once('initrd', `${kernel.release} ${await digest(MODULES)} ${sources}`, () => pack(kernel, OWN, INITRD));
  await once('initrd-stable', `${stable.release} ${sources}`, () => pack(stable, [], STABLE_INITRD));
}
