import { describe, expect, it, onTestFinished } from 'vitest';
import { Random } from '../../fixtures/random.js';
import { seed } from '../../seed.js';
import { machines } from './machines.js';
import { type End, ends, Round } from './round.js';
import { SupervisedHelper } from './supervised-helper.js';

/** For all machines together: `ROUNDS=300 npx vitest run --project slow test/daemon/kill` is the long run; LATTICE_SEED=1 makes another one. */
const rounds = Number(process.env.ROUNDS ?? 20);
const names = Object.keys(machines) as (keyof typeof machines)[];

describe(`whatever dies, the machine is as it was found (${rounds} rounds, seed ${seed})`, () => {
  it.each(names)('%s', { timeout: 300_000 + rounds * 20_000 }, async name => {
    const random = new Random(seed + names.indexOf(name));
    const machine = machines[name]();
    onTestFinished(() => machine.tree.cleanup());
    const before = machine.tree.settings();
    const helper = new SupervisedHelper(machine);
    await helper.start();
    const seen = new Map<End, { rounds: number; stood: number; longest: number }>();
    let stoodChanged = 0;
    for (let at = 0; at < Math.ceil(rounds / names.length); at++) {
      // Each kind comes as often as the others.
      const how = ends[at % ends.length] ?? 'kill both';
      const round = new Round(machine, helper, before, random);
      await round.govern(machine.wishes[at % machine.wishes.length] ?? {});
      const { stood, milliseconds } = await round.end(how);
      const so = seen.get(how) ?? { rounds: 0, stood: 0, longest: 0 };
      const longest = stood ? Math.max(so.longest, milliseconds) : so.longest;
      seen.set(how, { rounds: so.rounds + 1, stood: so.stood + Number(stood), longest });
      stoodChanged += Number(stood);
    }
    for (const [how, so] of seen)
      console.info(
        `${name}: ${how}: ${so.rounds} rounds, ${so.stood} with changes, put back in ${so.longest.toFixed(0)} ms at most`,
      );
    // Rounds in which nothing was changed prove nothing.
    expect(stoodChanged).toBeGreaterThan(0);
  });
});
