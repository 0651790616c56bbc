import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainStyle } from '../../../src/cli/render/style.js';
import { columns } from '../../../src/cli/render/text.js';
import { frame, pageOf } from '../../../src/cli/top/frame.js';
import { firstView, firstWish, type View, withKey, withStatus, withTasks } from '../../../src/cli/top/model.js';
import { plainLines } from '../../../src/cli/top/plain.js';
import type { Status } from '../../../src/control/protocol/status.js';
import { kindOf } from '../../../src/web/told/clocks.js';
import { madeDescription, madeStatus, madeTaskRow, madeTasks } from '../../control/made.js';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'UTC';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const kinds = kindOf(madeDescription());
const shown = (status: Status, width: number, height: number) =>
  frame(firstView(status, undefined, kinds), width, height, plainStyle);

/** A machine with many frequency domains. */
function large(policies: number): Status {
  const made = madeStatus();
  const [first] = made.policies;
  if (first === undefined) throw new Error('madeStatus() has no policy');
  return { ...made, policies: Array.from({ length: policies }, (_, i) => ({ ...first, scope: `policy${i}` })) };
}

test('the battery comes first where the room is short', () => {
  const battery = { percent: 70, wattHours: 35, secondsLeft: 12_600 };
  const line = (width: number) => shown(madeStatus({ battery }), width, 24).find(text => text.startsWith(' power'));
  expect(line(120)).toMatch(/battery 70 %, 3 h 30 min left {2}18\.5 W out {2}psys$/);
  expect(line(70)).toMatch(/battery 70 %, 3 h 30 min left$/);
});

test('how the battery has aged and the fans come where there is room', () => {
  const battery = { percent: 70, wattHours: 35, secondsLeft: null, aged: [{ name: 'BAT0', health: 87, cycles: 412 }] };
  const sensors = [{ name: 'hwmon.thinkpad.fan1.fan', unit: 'rpm', value: 2400 }];
  const lines = shown(madeStatus({ battery, sensors }), 140, 24);
  expect(lines.find(text => text.startsWith(' power'))).toMatch(/psys {2}health 87 %, 412 cycles$/);
  expect(lines.find(text => text.startsWith(' heat'))).toMatch(/x86_pkg_temp {2}fan 2400 rpm/);
  const cold = shown(madeStatus({ sensors, zones: [] }), 100, 24);
  expect(cold.find(text => text.startsWith(' heat'))).toMatch(/not measured +fan 2400 rpm$/);
});

test('80 columns by 24 lines', () => {
  expect(shown(madeStatus(), 80, 24)).toEqual([
    ' lattice  linux · balanced · governing · on battery · active            21:05:00',
    '',
    ' power    21.9 W                                     █  battery 18.5 W out  psys',
    ' heat     88 °C                                      █  trip 95 °C  x86_pkg_temp',
    ' P-cores  2.40 GHz                          ▅  busy 45 %  limit 3.10 GHz  4 CPUs',
    ' E-cores  800 MHz                            ▃  busy 3 %  limit 3.00 GHz  4 CPUs',
    '',
    ' POLICY     FREQUENCY, LIMITS            NOW   BUSY  EPP            BOUND BY',
    ' policy0 P  ··[━━━━━━━━●──]·······  2.40 GHz   45 %  balance_power  thermal',
    '            Up to 3.10 GHz: x86_pkg_temp is at 88 °C, its limit 95 °C',
    ' policy4 E  [━━●─────────────────]   800 MHz    3 %  balance_power  nothing',
    '            Any clock up to 3.00 GHz: nothing bounds it',
    ...Array.from({ length: 8 }, () => ''),
    '',
    ' ! policy0.epp refused: wants balance_power, reads performance (EBUSY: the perf…',
    ' · 1 min ago: policy0.epp refused: EBUSY: the performance governor owns EPP',
    ' q quit  ? help  t tasks  s sort: machine  f profile  o limit  p pause',
  ]);
});

test('a graph of several rows where there is room', () => {
  const lines = shown(madeStatus(), 160, 45);
  const from = lines.findIndex(line => line.startsWith(' P-cores'));
  const graph = lines.slice(from, from + 5).map(line => line.slice(21, 160).trim().slice(0, 1));
  expect(lines[from + 5]).toMatch(/^ E-cores/);
  expect(graph).toEqual(['', '', '▆', '█', '█'].map((row, i) => (i === 0 ? 'b' : row)));
});

test('what a low terminal has no room for goes in order: sentences, clocks by kind, policies beyond a page', () => {
  const has = (height: number): readonly boolean[] => {
    const text = shown(madeStatus(), 80, height).join('\n');
    return ['Up to 3.10 GHz', 'P-cores', 'policy4', 'policy0'].map(part => text.includes(part));
  };
  expect(has(24)).toEqual([true, true, true, true]);
  expect(has(15)).toEqual([false, true, true, true]);
  expect(has(13)).toEqual([false, false, true, true]);
  expect(has(11)).toEqual([false, false, false, true]);
});

test('the busiest or the fastest domain comes first where that is asked for', () => {
  const first = (view: View): string | undefined =>
    frame(view, 80, 24, plainStyle)
      .find(line => line.startsWith(' policy'))
      ?.slice(1, 8);
  const [slow, fast] = madeStatus().policies;
  const view = firstView(madeStatus({ policies: [fast, slow].flatMap(p => p ?? []) }));
  expect(first(view)).toBe('policy4');
  const busy = withKey(view, 'sort', 2);
  expect([busy.order, first(busy)]).toEqual(['busy', 'policy0']);
  expect(withKey(busy, 'sort', 2).order).toBe('clock');
});

test.each([
  [80, 24],
  [200, 60],
  [40, 12],
])('help fits %d columns by %d lines, and other keys wait until it is closed', (width, height) => {
  const help = withKey(firstView(madeStatus()), 'help', 2);
  const lines = frame(help, width, height, plainStyle);
  expect(lines).toHaveLength(height);
  expect(lines.join('\n')).toContain('choose the profile');
  for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
  expect(withKey(help, 'tasks', 2)).toBe(help);
  expect(withKey(help, 'escape', 2).help).toBe(false);
});

test.each([
  [80, 24],
  [80, 10],
  [76, 24],
  [100, 40],
  [200, 60],
  [60, 24],
  [40, 12],
])('%d columns by %d lines are kept to, however large the machine', (width, height) => {
  for (const status of [madeStatus(), large(64), madeStatus({ policies: [], zones: [], power: [] })]) {
    const lines = shown(status, width, height);
    expect(lines).toHaveLength(height);
    for (const line of lines) expect(columns(line), line).toBeLessThanOrEqual(width);
  }
});

test('many policies take a line each and scroll', () => {
  let view = firstView(large(64));
  const page = pageOf(view, 80, 24, plainStyle);
  const first = frame(view, 80, 24, plainStyle);
  expect(first.filter(line => line.startsWith(' policy'))).toHaveLength(page);
  expect(first.at(-1)).toBe(` q quit  ? help  t tasks  s sort: machine  ↑↓ scroll (1–${page} of 64)  f profile`);
  view = withKey(view, 'last', page);
  expect(frame(view, 80, 24, plainStyle).at(-1)).toContain('of 64)');
  expect(frame(view, 80, 24, plainStyle).join('\n')).toContain(' policy63');
  expect(withKey(view, 'down', page).scroll).toBe(64 - page);
  expect(withKey(firstView(large(64)), 'up', page).scroll).toBe(0);
});

test('a wide view of many policies says the reason in words', () => {
  expect(shown(large(20), 140, 30).find(line => line.startsWith(' policy3'))).toContain('x86_pkg_temp is at 88 °C');
});

test('a simulated machine is labelled', () => {
  const simulated = madeStatus({ simulated: true, machine: 'simulated laptop' });
  expect(shown(simulated, 80, 24)[0]).toMatch(/^ lattice {3}SIMULATED {2}laptop · /);
  expect(plainLines(simulated)[0]).toMatch(/^21:05:00 SIMULATED policy0 /);
});

test('a pause keeps what is shown while the history goes on', () => {
  const paused = withKey(firstView(madeStatus()), 'pause', 2);
  const later = withStatus(paused, madeStatus({ now: madeStatus().now + 1000, ticks: 1 }));
  expect(later.status.ticks).toBe(39_000);
  expect(later.past.watts).toHaveLength(2);
  expect(frame(later, 80, 24, plainStyle)[0]).toContain('PAUSED');
  expect(withStatus(withKey(later, 'pause', 2), madeStatus({ ticks: 1 })).status.ticks).toBe(1);
});

test('the past keeps five minutes of power, heat and each kind of clock', () => {
  const start = madeStatus().now;
  let view = firstView(madeStatus(), undefined, kinds);
  for (let s = 1; s <= 400; s++) view = withStatus(view, madeStatus({ now: start + s * 1000 }));
  const { watts, celsius, clocks } = view.past;
  expect([watts, celsius, ...clocks.values()].map(points => points.length)).toEqual([300, 300, 300, 300]);
  expect([...clocks.keys()]).toEqual(['P-cores', 'E-cores']);
});

test('one line a policy without a terminal', () => {
  expect(plainLines(madeStatus())).toEqual([
    '21:05:00 policy0 2.40 GHz within 0.80–3.10 GHz busy 45 % balance_power by thermal 21.9 W 88 °C',
    '21:05:00 policy4 800 MHz within 0.40–3.00 GHz busy 3 % balance_power by – 21.9 W 88 °C',
  ]);
});

test('the pane of tasks: keys choose it, what comes first and what is one line', () => {
  const page = 5;
  const policies = firstView(madeStatus());
  const asked = withKey(policies, 'tasks', page);
  expect(asked.wish).toEqual({ ...firstWish, pane: 'tasks' });
  expect(frame(asked, 80, 24, plainStyle)).toContain(' looking at the tasks');
  const rows = Array.from({ length: 60 }, (_, i) => madeTaskRow({ name: `task ${i}`, pid: i + 1 }));
  const view = withTasks(asked, madeTasks({ rows, tasks: 60 }));
  const lines = frame(view, 80, 24, plainStyle);
  expect(lines).toHaveLength(24);
  expect(lines[6]).toBe('60 tasks, over 2.0 s: package 5.0 W, by tasks 1.5 W, idle 3.5 W');
  expect(lines[7]).toMatch(/^ *PID +CPU +POWER/);
  expect(lines[8]).toContain('task 0');
  expect(lines.at(-1)).toMatch(
    /^ q quit {2}\? help {2}t policies {2}s sort: energy {2}b by: task {2}↑↓ scroll \(1–\d+ of 60/,
  );
  const last = withKey(view, 'last', pageOf(view, 80, 24, plainStyle));
  expect(frame(last, 80, 24, plainStyle).join('\n')).toContain('task 59');
  expect(withKey(view, 'sort', page).wish.sort).toBe('cpu');
  expect(withKey(last, 'by', page)).toMatchObject({ scroll: 0, wish: { by: 'process' } });
  expect(withKey(policies, 'sort', page).wish).toBe(policies.wish);
  expect(withKey(view, 'tasks', page).wish.pane).toBe('policies');
});

test('where tasks can’t be had the pane says why; a paused one keeps what it shows', () => {
  const view = firstView(madeStatus(), { ...firstWish, pane: 'tasks' });
  const why = 'tasks can’t be had: the kernel has no BTF';
  expect(frame(withTasks(view, why), 80, 24, plainStyle)).toContain(` ${why}`);
  const paused = withKey(withTasks(view, madeTasks()), 'pause', 1);
  expect(withTasks(paused, why)).toBe(paused);
});
