/** What to do about a thing that the machine does not offer, by the name the helper gives it; the longest name that fits wins. */
const byName: Readonly<Record<string, string>> = {
  'busy.bpf':
    'run the helper as root on a kernel with /sys/kernel/btf/vmlinux, built with clang, bpftool and libbpf-dev installed',
  counters: 'a virtual machine needs a virtual PMU from its host; elsewhere the helper needs to run as root',
  cpufreq: 'in a virtual machine try `latticed --simulate`; else enable SpeedStep or CPPC in the firmware’s setup',
  gpu: 'nvidia-smi comes with NVIDIA’s driver: on Debian `apt-get install nvidia-driver nvidia-smi` (component non-free), then reboot',
  energy: 'try `modprobe intel_rapl_msr`; a virtual machine has no energy counters',
  psi: 'boot with psi=1',
};

/** One line of advice, or null where nothing can be done and nothing needs to be. */
export function adviceFor(what: string): string | null {
  const kind = what.replace(/^gpu\d+/, 'gpu');
  const name = Object.keys(byName)
    .filter(key => kind === key || kind.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0];
  return name === undefined ? null : (byName[name] ?? null);
}
