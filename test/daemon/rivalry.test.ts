import { describe, expect, it } from 'vitest';
import { Rivalry } from '../../src/daemon/rivalry.js';
import { knownRivals, type Rival } from '../../src/machine/linux/procfs/rivals.js';

const named = (name: string): Rival => {
  const rival = knownRivals.find(r => r.name === name);
  if (rival === undefined) throw new Error(`no rival ${name}`);
  return rival;
};

/** Rivals that come and go by hand: `here` by process alone, `active` by unit as well. */
function rivalry({ beside = false, governs = true } = {}) {
  const world = { here: [] as Rival[], active: [] as Rival[], looks: 0, glances: 0, beside };
  const said: string[] = [];
  const events: string[] = [];
  const made = new Rivalry({
    governs,
    beside: () => world.beside,
    look: async () => {
      world.looks++;
      return [...world.active, ...world.here];
    },
    glance: () => {
      world.glances++;
      return world.active;
    },
    log: (_, text) => said.push(text),
    event: what => events.push(what),
    changed: () => undefined,
  });
  return { world, said, events, rivalry: made };
}

describe('rivalry', () => {
  it('begins by standing back beside one, names it and what would disable it, and governs when it is gone', async () => {
    const { world, said, events, rivalry: own } = rivalry();
    world.here = [named('tuned'), named('auto-cpufreq')];
    await own.meet();
    expect([own.standsBack, own.names]).toEqual([true, ['tuned', 'auto-cpufreq']]);
    expect(said).toEqual([
      'tuned, auto-cpufreq run and write the same files: nothing is written while they do; ' +
        '`systemctl mask --now tuned`, `auto-cpufreq --remove` would end it, --dry-run observes, --beside-rivals lets both write',
    ]);
    own.tick(0);
    world.here = [];
    own.tick(31);
    await own.looked();
    expect(own.standsBack).toBe(false);
    expect(events).toEqual(['stands back', 'governs again']);
  });

  it.each([
    ['told that it may', { beside: true }, 'tuned runs and writes the same files; governing beside it as told'],
    ['only observing', { governs: false }, 'tuned runs and writes the same files'],
  ])('begins beside one when %s, and says so', async (_, how, words) => {
    const { world, said, rivalry: own } = rivalry(how);
    world.here = [named('tuned')];
    await own.meet();
    own.tick(0);
    expect([own.standsBack, own.names, said]).toEqual([false, ['tuned'], [words]]);
  });

  it('stands back for one whose unit becomes active, within 10 s, and governs again when it is gone', async () => {
    const { world, said, events, rivalry: own } = rivalry();
    await own.meet();
    own.tick(0);
    world.active = [named('tlp')];
    own.tick(9);
    expect(own.standsBack).toBe(false);
    own.tick(10.1);
    await own.looked();
    own.tick(20.2);
    expect([own.standsBack, own.names]).toEqual([true, ['tlp']]);
    expect(said).toEqual([
      'tlp runs and writes the same files: all limits are put back and left alone while it does; `systemctl mask --now tlp` would end it',
    ]);
    world.active = [];
    own.tick(31);
    await own.looked();
    expect(own.standsBack).toBe(false);
    expect(said.at(-1)).toBe('tlp no longer in the way: governing again');
    expect(events).toEqual(['stands back', 'governs again']);
  });

  it('finds one that has no unit when somebody else has written, else within 10 minutes, and looks no oftener', async () => {
    const { world, rivalry: own } = rivalry();
    await own.meet();
    own.tick(0);
    world.here = [named('watt')];
    for (let t = 1; t < 590; t++) own.tick(t);
    expect([own.standsBack, world.looks]).toEqual([false, 1]);
    expect(world.glances).toBeLessThan(60);
    own.tick(600);
    await own.looked();
    expect(own.standsBack).toBe(true);
    const suspected = async (): Promise<readonly string[]> => {
      const known = own.suspects();
      await own.looked();
      return known;
    };
    world.here = [];
    // Who is known is named at once; a look tells of others, and who has gone.
    expect(await suspected()).toEqual(['watt']);
    expect(own.standsBack).toBe(false);
    world.here = [named('watt')];
    expect(await suspected()).toEqual([]);
    expect(own.standsBack).toBe(true);
    world.beside = true;
    own.tick(640);
    await own.looked();
    expect(own.standsBack).toBe(false);
  });

  it('looks once at a time, and what comes to light after its end is nobody’s concern', async () => {
    const { world, said, rivalry: own } = rivalry();
    await own.meet();
    world.here = [named('watt')];
    own.suspects();
    own.suspects();
    expect(world.looks).toBe(2);
    own.close();
    await own.looked();
    expect([own.standsBack, said]).toEqual([false, []]);
  });
});
