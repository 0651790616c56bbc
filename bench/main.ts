/**
 * `npm run bench [-- NAME…]`: prints each figure as median (10th–90th percentile), with its bar if the project set one. `memory` takes two hours (or
 * MINUTES=…) and runs only if it is named.
 */
import { benchArena } from './arena/arena.js';
import { benchAccount } from './daemon/account.js';
import { benchChange } from './daemon/change.js';
import { benchDaemon } from './daemon/daemon.js';
import { benchGpu } from './daemon/gpu.js';
import { benchHelper } from './daemon/helper.js';
import { benchMemory } from './daemon/memory.js';
import { benchExperiment } from './experiment/main.js';
import { benchField } from './field/field.js';
import { type Figure, print } from './figures.js';
import { benchFleet } from './fleet/main.js';
import { benchJournal } from './journal/journal.js';
import { benchLattice } from './lattice.js';
import { benchLiblattice } from './liblattice/liblattice.js';
import { benchProcesses } from './processes/processes.js';
import { benchReflex } from './reflex/reflex.js';
import { benchTasks } from './tasks/tasks.js';
import { benchTick } from './tick/tick.js';

const benches: Readonly<Record<string, () => readonly Figure[] | Promise<readonly Figure[]>>> = {
  tick: benchTick,
  helper: benchHelper,
  lattice: benchLattice,
  liblattice: benchLiblattice,
  arena: benchArena,
  journal: benchJournal,
  experiment: benchExperiment,
  field: benchField,
  fleet: benchFleet,
  gpu: benchGpu,
  processes: benchProcesses,
  change: benchChange,
  reflex: benchReflex,
  tasks: benchTasks,
  daemon: benchDaemon,
  account: benchAccount,
  memory: benchMemory,
};
const onlyNamed = 'memory';

const wanted = process.argv.slice(2);
const unknown = wanted.find(name => !(name in benches));
if (unknown !== undefined) {
  console.error(`no bench ${unknown}, expected ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 ? !wanted.includes(name) : name === onlyNamed) continue;
  console.log(`\n${name}`);
  print(await run());
}
