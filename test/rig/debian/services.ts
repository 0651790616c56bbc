import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Guest } from '../guest.js';
import { RUNS } from '../paths.js';
import { until } from '../poll.js';

/** Emulated, dpkg and systemd take a minute for what takes them seconds; beside other work several. Only what never comes takes this long. */
export const PATIENCE = 600_000;
export const UNITS = ['lattice-helper', 'latticed'] as const;

/** The services of an installed package, in a guest with systemd. */
export class Services {
  readonly #guest: () => Guest;
  readonly #name: string;

  constructor(name: string, guest: () => Guest) {
    this.#guest = guest;
    this.#name = name;
  }

  /** Runs a command that must succeed, however long it takes. */
  run(command: string): Promise<string> {
    return this.#guest().run(command, { timeout: PATIENCE });
  }

  /** apt, with nobody there to be asked. A file of the host's is named by its path. */
  async apt(words: string, file?: string): Promise<string> {
    if (file !== undefined) await copyFile(file, join(RUNS, this.#name, 'exchange', basename(file)));
    const path = file === undefined ? '' : `/exchange/${basename(file)}`;
    return this.run(`DEBIAN_FRONTEND=noninteractive apt-get -y ${words} ${path} < /dev/null`);
  }

  /** Ends once what systemd says of each is as wanted: `active` when they have told it that they are ready. */
  async are(wanted: string): Promise<void> {
    await this.until('the services', `systemctl is-active ${UNITS.join(' ')} || true`, said =>
      said
        .trim()
        .split('\n')
        .every(state => state === wanted),
    );
  }

  /** Process of each, which another has after a restart. */
  async pids(): Promise<string[]> {
    return (await this.run(`systemctl show -P MainPID ${UNITS.join(' ')}`)).split('\n').filter(Boolean);
  }

  /** Asks again until the answer satisfies. */
  async until(what: string, command: string, satisfied: (said: string) => boolean): Promise<string> {
    return until(what, () => this.run(command), satisfied, { timeout: PATIENCE, every: 1000 });
  }
}
