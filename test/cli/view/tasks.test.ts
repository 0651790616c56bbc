import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../src/cli/render/style.js';
import { columns } from '../../../src/cli/render/text.js';
import { taskLines } from '../../../src/cli/view/tasks.js';
import { madeTaskRow, madeTasks } from '../../control/made.js';

const rows = [
  madeTaskRow(),
  madeTaskRow({
    name: 'kworker/0:1',
    pid: 77,
    unit: '/',
    cpu: 0.001,
    watts: 0.004,
    class: 'waiting',
    period: null,
    field: null,
  }),
  madeTaskRow({ name: 'render', pid: 9, unit: '/', field: 2.44 }),
];

describe('taskLines', () => {
  it('shows the whole, each task, and what is not among them', () => {
    const rest = { rows: 12, tasks: 15, cpu: 0.02, watts: 0.1, wakeups: 30 };
    expect(taskLines(madeTasks({ rows, tasks: 212, dropped: 3, rest }), plainStyle)).toEqual([
      '212 tasks, over 2.0 s: package 5.0 W, by tasks 1.5 W, idle 3.5 W; 3 were more than are counted',
      ' PID     CPU  POWER  WAKE/S  SWITCH/S  CLASS      PERIOD  JITTER  COHER  FIELD  NAME',
      '4321  25.0 %  1.5 W      60        62  periodic  16.7 ms  500 µs   0.90      ∞  make  session-2.scope',
      '  77   0.1 %   4 mW      60        62  waiting         –  500 µs   0.90      –  kworker/0:1',
      '   9  25.0 %  1.5 W      60        62  periodic  16.7 ms  500 µs   0.90    2.4  render',
      'and 12 more: 2.0 % of a CPU, 100 mW, 30 wake-ups a second',
    ]);
  });

  it('counts what does not fit with the rest', () => {
    const lines = taskLines(madeTasks({ rows }), plainStyle, 4);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe('and 2 more: 25.1 % of a CPU, 1.5 W, 120 wake-ups a second');
  });

  it.each([
    [80, 'PERIOD  COHER  NAME'],
    [119, 'PERIOD  JITTER  COHER  NAME'],
    [120, 'PERIOD  JITTER  COHER  FIELD  NAME'],
  ])('shows in %d columns what fits', (width, heads) => {
    const lines = taskLines(madeTasks({ rows }), { ...plainStyle, width });
    expect(lines[1]?.replace(/ {2,}/g, '  ')).toContain(heads);
  });

  it('tells how many tasks a group has, and says where power is not measured', () => {
    const group = madeTaskRow({ name: 'nginx.service', pid: null, tasks: 9, watts: null, unit: 'nginx.service' });
    const rest = { rows: 1, tasks: 1, cpu: 0, watts: null, wakeups: 0 };
    const status = madeTasks({ by: 'unit', rows: [group], rest, packageWatts: null, idleWatts: null });
    expect(taskLines(status, plainStyle)).toEqual([
      '1 task, over 2.0 s; power is not measured',
      'TASKS     CPU  POWER  WAKE/S  SWITCH/S  CLASS      PERIOD  JITTER  COHER  FIELD  NAME',
      '    9  25.0 %      –      60        62  periodic  16.7 ms  500 µs   0.90      ∞  nginx.service',
      'and 1 more: 0.0 % of a CPU, 0.0 wake-ups a second',
    ]);
    expect(taskLines({ ...status, rows: [] }, plainStyle)[1]).toBe('no task ran');
  });

  it.each([40, 80, 99, 200])('keeps to %d columns where names are long', width => {
    const long = madeTaskRow({ name: '/user.slice/'.repeat(40) });
    for (const line of taskLines(madeTasks({ rows: [long] }), { ...plainStyle, width }))
      expect(columns(line)).toBeLessThanOrEqual(Math.max(width, 66));
  });
});
