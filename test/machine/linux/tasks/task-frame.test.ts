import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameDecoder, ProtocolError } from '../../../../src/machine/linux/helper/frames.js';
import { decodeTasks } from '../../../../src/machine/linux/tasks/task-frame.js';
import { taskBody, taskFrame } from './tasks-support.js';

const whole = {
  pid: 4321,
  name: Buffer.from('Web Content'),
  words: { 8: 123_456_789_012n, 16: 77n, 24: 5_000_000_000n, 56: 16_666_667n, 64: 120_000n, 128: 3n * 65536n },
  halves: { 4: 4300, 136: 32768, 140: -65536, 148: 100, 152: 900, 176: 12, 180: 0, 192: 40, 196: 800 },
};

describe('decodeTasks', () => {
  it('reads a record, also one that a newer helper made longer', () => {
    for (const extra of [0, 16]) {
      const frame = decodeTasks(taskBody(7, [whole, { pid: 2 }], extra));
      expect(frame).toMatchObject({ id: 7, at: 1e12 });
      expect(frame?.tasks).toHaveLength(2);
      expect(frame?.tasks[0]).toMatchObject({
        pid: 4321,
        tgid: 4300,
        name: 'Web Content',
        start: 123_456_789_012,
        cgroup: 77,
        run: 5e9,
        period: 16_666_667,
        jitter: 120_000,
        filtered: { misses: 3 },
        coherence: 0.5,
        bunching: -1,
        missCoherence: undefined,
        periods: 100,
        voluntary: 900,
        ended: false,
        wakers: [
          { pid: 0, times: 800 },
          { pid: 12, times: 40 },
        ],
      });
      expect(frame?.tasks[1]).toMatchObject({
        pid: 2,
        name: '',
        coherence: undefined,
        bunching: undefined,
        wakers: [],
      });
    }
  });

  it('makes names harmless, whatever bytes a process chose', () => {
    const named = (bytes: readonly number[]) =>
      decodeTasks(taskBody(1, [{ pid: 1, name: Buffer.from(bytes) }]))?.tasks[0]?.name;
    expect(named([...Buffer.from('\x1b[31m\n"\\')])).toBe('?[31m?"\\');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), bytes => {
        const name = named([...bytes]) ?? '\n';
        expect(name).not.toMatch(/\p{Cc}/u);
        expect(name.length).toBeLessThanOrEqual(16);
      }),
    );
  });

  it('refuses lengths that are not those of what it says it holds', () => {
    const body = taskBody(1, [{ pid: 1 }]);
    expect(decodeTasks(body.subarray(0, 23))).toBeUndefined();
    expect(decodeTasks(body.subarray(0, -1))).toBeUndefined();
    for (const [offset, value] of [
      [16, 8],
      [16, 0],
      [20, 2],
      [20, 4_294_967_295],
    ] as const) {
      const wrong = Buffer.from(body);
      wrong.writeUInt32LE(value, offset);
      expect(decodeTasks(wrong)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), bytes => {
        const frame = decodeTasks(Buffer.from(bytes));
        expect(frame === undefined || frame.tasks.length <= 2).toBe(true);
      }),
    );
  });
});

describe('FrameDecoder with tasks', () => {
  it('gives tasks between other frames, and throws at those that are malformed', () => {
    const good = taskFrame(3, [{ pid: 9 }]);
    const [frame] = [...new FrameDecoder().push(good)];
    expect(frame).toMatchObject({ type: 'tasks', frame: { id: 3, tasks: [{ pid: 9 }] } });
    const bad = Buffer.from(good);
    bad.writeUInt32LE(5, 5 + 20);
    expect(() => [...new FrameDecoder().push(bad)]).toThrow(ProtocolError);
  });
});
