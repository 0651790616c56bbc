import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { type Config, defaultConfig } from '../../../../../src/config/config.js';
import { StandingNow } from '../../../../../src/daemon/requests/standing-now.js';
import { Rivalry } from '../../../../../src/daemon/rivalry.js';
import { beginningOf, longestRead, type Pace, type Read } from '../../../../../src/machine/linux/procfs/reading.js';
import { runningRivals } from '../../../../../src/machine/linux/procfs/rivals.js';
import { type Process, writeTable } from '../../../../fixtures/trees/hostile-processes.js';

/** An application's rules that say whose it must be: no other user can meet them. */
const config: Config = {
  ...defaultConfig,
  applications: [
    { executable: 'encoder', uid: 0, cgroup: '/system.slice/encoder.service', profile: 'power-saver' },
    { cgroup: '/system.slice/encoder.service', max: 1_500_000 },
  ],
};

/** What a table of processes can change of what is decided: whether we stand back, for whom, and what the configuration says now. */
async function decided(root: string, looking: (pace?: Pace) => ReturnType<typeof runningRivals>) {
  const rivalry = new Rivalry({
    governs: true,
    beside: () => false,
    look: looking,
    glance: () => [],
    log: () => undefined,
    event: () => undefined,
    changed: () => undefined,
  });
  rivalry.suspects();
  const standing = new StandingNow(
    config,
    join(root, 'proc'),
    () => 0,
    () => undefined,
    () => undefined,
  );
  standing.at(true, 0, () => undefined);
  await Promise.all([rivalry.looked(), standing.looked()]);
  const { profile, cap, when } = standing.at(true, 0, () => undefined);
  return { back: rivalry.standsBack, names: rivalry.names, profile, cap, when };
}

export type Decided = Awaited<ReturnType<typeof decided>>;

/** What is decided on a machine with these processes; checks on the way what a look may cost. */
export async function decidedAmong(table: readonly Process[], odd?: { readonly seed: number }): Promise<Decided> {
  const root = mkdtempSync(join(tmpdir(), 'lattice-processes-'));
  const proc = join(root, 'proc');
  mkdirSync(join(proc, 'self'), { recursive: true });
  for (const name of ['status', 'cgroup', 'loginuid']) writeFileSync(join(proc, 'self', name), 'ours\n');
  try {
    writeTable(proc, table, odd);
    let [opened, ofThis, most, longest] = [0, 0, 0, 0];
    const read: Read = async path => {
      opened++;
      ofThis++;
      most = Math.max(most, ofThis);
      const text = await beginningOf(path);
      longest = Math.max(longest, text.length);
      return text;
    };
    let turns = 0;
    let over = false;
    const turn = (): void => {
      turns++;
      if (!over) setImmediate(turn);
    };
    turn();
    const found = await decided(root, pace =>
      runningRivals(
        root,
        () => {
          ofThis = 0;
          return pace?.();
        },
        read,
      ),
    );
    over = true;
    expect(most, `files of one process in ${basename(root)}`).toBeLessThanOrEqual(4);
    expect(longest).toBeLessThanOrEqual(longestRead);
    // Each file leaves the loop a turn of its own.
    expect(turns).toBeGreaterThanOrEqual(opened);
    return found;
  } finally {
    rmSync(root, { recursive: true });
  }
}
