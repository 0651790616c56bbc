import { describe, expect, it } from 'vitest';
import { type Done, type Job, Schedules } from '../../../src/daemon/schedule/schedules.js';

const at = (text: string): number => Date.parse(text);
const berlin = 'Europe/Berlin';

/** What was done, in order, as `name@ISO`. */
function schedules(jobs: Readonly<Record<string, readonly [cron: string, kind?: Job['kind']]>>, done: Done = {}) {
  const ran: string[] = [];
  const kept: Done[] = [];
  const all = Object.entries(jobs).map(
    ([name, [cron, kind = 'profile']]): Job => ({
      kind,
      cron,
      timezone: berlin,
      run: due => ran.push(`${name}@${new Date(due).toISOString().slice(5, 16)}`),
    }),
  );
  return { ran, kept, schedules: new Schedules(all, done, now => kept.push(now)) };
}

const night = { night: ['0 22 * * *'], day: ['0 7 * * 1-5'] } as const;

describe('schedules', () => {
  it('do what is due in the time of their zone, once', () => {
    const { ran, schedules: s } = schedules(night, { profile: at('2026-11-24T20:00Z') });
    for (let t = at('2026-11-24T20:50:30Z'); t < at('2026-11-25T06:10Z'); t += 20_000) s.look(t);
    expect(ran).toEqual(['night@11-24T21:00', 'day@11-25T06:00']);
  });

  it('do the newest of what a sleeping machine missed', () => {
    const { ran, kept, schedules: s } = schedules(night, { profile: at('2026-11-23T20:00Z') });
    s.look(at('2026-11-23T20:30Z'));
    s.look(at('2026-11-25T23:17:05Z'));
    expect(ran).toEqual(['night@11-25T21:00']);
    expect(kept).toEqual([{ profile: at('2026-11-25T21:00Z') }]);
  });

  it('bring the profile of the hour after a boot, however long the machine was off, and look back no more than 7 days', () => {
    const sunday = schedules({ day: ['0 7 * * 1-5'] });
    sunday.schedules.look(at('2026-11-29T12:00Z'));
    expect(sunday.ran).toEqual(['day@11-27T06:00']);
    const yearly = schedules({ new_year: ['0 0 1 1 *'] });
    yearly.schedules.look(at('2026-11-29T12:00Z'));
    expect(yearly.ran).toEqual([]);
  });

  it('do nothing again after a restart: what somebody set since then stays', () => {
    const { ran, schedules: s } = schedules(night, { profile: at('2026-11-24T21:00Z') });
    s.look(at('2026-11-25T01:00Z'));
    expect(ran).toEqual([]);
  });

  it('are not confused by a clock that is set back', () => {
    const { ran, schedules: s } = schedules(night, { profile: at('2026-11-24T20:00Z') });
    s.look(at('2026-11-24T21:00:10Z'));
    s.look(at('2026-11-23T21:30Z'));
    s.look(at('2026-11-23T21:31Z'));
    expect(ran).toEqual(['night@11-24T21:00']);
    s.look(at('2026-11-24T06:00Z'));
    expect(ran.at(-1)).toBe('day@11-24T06:00');
  });

  it('are right on the days on which clocks change, and skip a time that there is not', () => {
    const { ran, schedules: s } = schedules({ early: ['30 2 * * *'] }, { profile: at('2026-03-27T12:00Z') });
    for (let t = at('2026-03-27T12:00Z'); t < at('2026-03-31T00:00Z'); t += 60_000) s.look(t);
    expect(ran).toEqual(['early@03-28T01:30', 'early@03-30T00:30']);
  });

  it('of two that are due at once do the later one, and keep profiles and reports apart', () => {
    const jobs = { first: ['0 22 * * *'], second: ['0 22 * * *'], report: ['0 22 * * *', 'report'] } as const;
    const {
      ran,
      kept,
      schedules: s,
    } = schedules(jobs, { profile: at('2026-11-24T20:00Z'), report: at('2026-11-24T20:00Z') });
    s.look(at('2026-11-24T21:00Z'));
    expect(ran).toEqual(['second@11-24T21:00', 'report@11-24T21:00']);
    expect(kept.at(-1)).toEqual({ profile: at('2026-11-24T21:00Z'), report: at('2026-11-24T21:00Z') });
  });
});
