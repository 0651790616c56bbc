/** What to do about a thing that the machine does not offer, by the name the helper gives it; the longest name that fits wins. */
const byName: Readonly<Record<string, string>> = {
  counters: 'a virtual machine needs a virtual PMU from its host; elsewhere the helper needs to run as root',
  cpufreq: 'in a virtual machine try `latticed --simulate`; else enable SpeedStep or CPPC in the firmware’s setup',
  gpu: 'nvidia-smi comes with NVIDIA’s driver: on Debian `apt-get install nvidia-driver nvidia-smi` (component non-free), then reboot',
  energy: 'try `modprobe intel_rapl_msr`; a virtual machine has no energy counters',
  psi: 'boot with psi=1',
};

/** What gives the helper its BPF programs, by what it says that it lacks. */
const forBpf: readonly (readonly [why: RegExp, advice: string])[] = [
  [
    /built without BPF/,
    '`apt-get install clang libbpf-dev`, build again with `npm ci`, install and restart the services',
  ],
  [/no BTF/, 'boot a kernel with CONFIG_DEBUG_INFO_BTF=y, as current ones of Debian, Ubuntu, Fedora and Arch are'],
  [/lacks CAP_/, 'run the helper by lattice-helper.service, which has CAP_BPF and CAP_PERFMON, or as root'],
];

/** One line of advice for a helper that can't observe by BPF, or null. */
export const bpfAdvice = (why: string): string | null => forBpf.find(([lacking]) => lacking.test(why))?.[1] ?? null;

/** One line of advice, or null where nothing can be done and nothing needs to be. */
export function adviceFor(what: string, why = ''): string | null {
  if (what === 'busy.bpf') return bpfAdvice(why);
  const kind = what.replace(/^gpu\d+/, 'gpu');
  const name = Object.keys(byName)
    .filter(key => kind === key || kind.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0];
  return name === undefined ? null : (byName[name] ?? null);
}
