import type { Guest } from '../guest.js';
import { CPUFREQ } from '../limits.js';
import { governorModules } from '../paths.js';

const TRACER = '/sys/kernel/tracing/instances/lattice';

/** What says in the kernel's log that something is wrong with it. */
const WRONG = 'cut here|BUG:|Oops|general protection|Call Trace|rcu.*stall|blocked for more|scheduling while atomic';

/** The module in a guest, and what it shows there. */
export class GovernorModule {
  readonly #guest: Guest;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  /** Lets the guest have it as its only module that is installed. */
  async install(): Promise<void> {
    const release = (await this.#guest.run('uname -r')).trim();
    await this.#guest.run(`mount --bind ${governorModules(release)} /lib/modules/${release}`);
  }

  /** Loads it, with its tracepoints on before anybody chooses the governor: the kernel then patches code that nobody runs, see agent/hold.c. */
  async load(): Promise<void> {
    await this.#guest.run(`modprobe cpufreq_lattice
      mkdir -p ${TRACER} && cd ${TRACER}
      echo 0 > tracing_on && echo mono > trace_clock && echo 16384 > buffer_size_kb && echo 1 > events/lattice/enable`);
  }

  /** Takes it out, tracer first. */
  async unload(): Promise<void> {
    await this.#guest.run(`echo 0 > ${TRACER}/events/lattice/enable && rmdir ${TRACER} && rmmod cpufreq_lattice`);
  }

  /** Chooses a governor for both policies. */
  async choose(governor: string): Promise<void> {
    for (const cpu of [0, 1]) await this.#guest.writeFile(`${CPUFREQ}/policy${cpu}/scaling_governor`, governor);
  }

  /** The folder of its tunables: the drivers of the rig have one for all policies. */
  static readonly folder = `${CPUFREQ}/lattice`;

  async read(name: string): Promise<number> {
    return Number(await this.#guest.readFile(`${GovernorModule.folder}/${name}`));
  }

  write(name: string, value: string): Promise<void> {
    return this.#guest.writeFile(`${GovernorModule.folder}/${name}`, value);
  }

  /** Records its tracepoints from now on, with an empty buffer. */
  async record(): Promise<void> {
    await this.#guest.run(`cd ${TRACER} && echo > trace && echo 1 > tracing_on`);
  }

  /** Stops recording; the file on the host that has what was recorded. */
  async recorded(): Promise<string> {
    await this.#guest.run(`echo 0 > ${TRACER}/tracing_on && cat ${TRACER}/trace > /tmp/lattice.trace`);
    return this.#guest.fetch('/tmp/lattice.trace');
  }

  /** Lines of the kernel's log that say that something is wrong. */
  async complaints(): Promise<string[]> {
    const { stdout } = await this.#guest.exec(`dmesg | grep -E '${WRONG}'`);
    return stdout.split('\n').filter(Boolean);
  }
}
