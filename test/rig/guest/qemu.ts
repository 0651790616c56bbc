import { join } from 'node:path';
import { CPUS, layout } from '../layout.js';
import { kernelModules, PROGRAMS, TABLES } from '../paths.js';
import type { Kernel } from '../prepare/kernel.js';
import { kernelImage } from '../prepare/kernel.js';
import { DEFAULTS, type GuestOptions } from './options.js';

/** Files of one run: sockets and logs of a machine. */
export interface RunFiles {
  folder: string;
  exchange: string;
  console: string;
  qmp: string;
  agent: string;
  pstates: string[];
  /** The initial RAM disk, with the root in it where that is to lie in memory. */
  initrd: string;
}

/** The kernel's limit for the path of a socket. */
const LONGEST_SOCKET_PATH = 107;

export function runFiles(folder: string, initrd: string): RunFiles {
  const agent = join(folder, 'agent');
  if (agent.length > LONGEST_SOCKET_PATH)
    throw new Error(`${agent} is too long for a socket: choose a shorter LATTICE_RIG_CACHE`);
  return {
    initrd,
    folder,
    exchange: join(folder, 'exchange'),
    console: join(folder, 'console.log'),
    qmp: join(folder, 'qmp'),
    agent,
    pstates: Array.from({ length: CPUS }, (_, cpu) => join(folder, `pstate${cpu}`)),
  };
}

/** The I/O ports that tables/acpi-cpufreq.asl names in _PCT. */
const PSTATE_PORTS = [0x5c0, 0x5c8];

/** amd-pstate asks CPUID for hardware P-states and boost, which QEMU can't offer; the kernel can be told to believe in them. */
const VARIANT_WORDS = {
  'amd-pstate': ['amd_pstate=active', 'setcpuid=hw_pstate,cpb'],
  'acpi-cpufreq': ['amd_pstate=disable'],
};

function commandLine(options: GuestOptions, kernel: Kernel): string {
  const { pmu, rapl, kernelArguments } = { ...DEFAULTS, ...options };
  const skip = [
    ...(options.variant === 'acpi-cpufreq' ? [] : ['acpi-cpufreq']),
    ...(pmu === 'none' ? ['virtual_pmu'] : []),
    ...(rapl ? [] : ['virtual_rapl']),
  ];
  return [
    // Found unstable, the clock would have the kernel patch code that the other CPU is running, which emulation gets wrong: it panics.
    'console=ttyS0 quiet panic=-1 tsc=nowatchdog',
    `memmap=${layout('RESERVED')}$${layout('BASE')}`,
    ...VARIANT_WORDS[options.variant],
    `rig.agent=${options.disk === undefined ? join(PROGRAMS, 'agent') : '/sbin/init'}`,
    `rig.modules=${kernelModules(kernel.release)}`,
    ...(skip.length > 0 ? [`rig.skip=${skip.join(',')}`] : []),
    ...(options.memoryRoot ? ['rig.root=memory'] : []),
    ...(options.disk === undefined ? [] : ['rig.root=disk']),
    ...(pmu === 'stalled' ? ['rig.pmu=stalled_backend=1'] : []),
    ...kernelArguments,
  ].join(' ');
}

const hostTree = (files: RunFiles): string[] => [
  ...['-virtfs', 'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap'],
  ...['-virtfs', `local,path=${files.exchange},mount_tag=exchange,security_model=none`],
];

const pstatePorts = (files: RunFiles): string[] =>
  PSTATE_PORTS.flatMap((port, cpu) => [
    '-chardev',
    `file,id=pstate${cpu},path=${files.pstates[cpu]}`,
    '-device',
    `isa-debugcon,iobase=${port},chardev=pstate${cpu}`,
  ]);

/**
 * Programs that start the machine, outermost first. nice: the guest's clock runs on while other work has the host's CPUs.
 * setpriv: the kernel kills QEMU with the process that started it, however that ended.
 */
export function qemuCommand(options: GuestOptions, kernel: Kernel, files: RunFiles): string[] {
  const { memoryMiB } = { ...DEFAULTS, ...options };
  return [
    ...['nice', '-n', '-5', 'setpriv', '--pdeathsig', 'KILL', 'qemu-system-x86_64'],
    // Emulation even where KVM exists: results must not depend on the machine that CI happens to give.
    ...['-accel', 'tcg,thread=multi', '-machine', 'q35,memory-backend=ram', '-cpu', 'EPYC-Milan'],
    ...['-smp', String(CPUS), '-m', String(memoryMiB)],
    ...['-object', `memory-backend-memfd,id=ram,size=${memoryMiB}M,share=on`],
    ...['-nodefaults', '-display', 'none', '-no-reboot', '-S'],
    ...['-kernel', kernelImage(kernel), '-initrd', files.initrd, '-append', commandLine(options, kernel)],
    ...['-acpitable', `file=${join(TABLES, `${options.variant}.aml`)}`],
    ...['-serial', `file:${files.console}`, '-qmp', `unix:${files.qmp},server=on,wait=off`],
    ...['-chardev', `socket,id=agent,path=${files.agent},server=on,wait=off`],
    ...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=agent'],
    ...(options.memoryRoot ? [] : hostTree(files)),
    // Nothing of the disk need outlive the host.
    ...(options.disk === undefined ? [] : ['-drive', `file=${options.disk},format=qcow2,if=virtio,cache=unsafe`]),
    ...(options.variant === 'acpi-cpufreq' ? pstatePorts(files) : []),
  ];
}
