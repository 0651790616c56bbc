import { describe, expect, it, onTestFinished } from 'vitest';
import type { GpuRow } from '../../../../src/machine/linux/gpu/row.js';
import { NvidiaSmiStream } from '../../../../src/machine/linux/gpu/stream.js';
import { gpu, memoryBound, type NvidiaSmiStandIn } from '../../../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../../../fixtures/stand-in-for-test.js';
import { until } from '../../../rig/poll.js';

/** `patienceMs`: the stand-in is a Node program, which a busy machine may take over 10 s to start. */
function follow(path: string, patienceMs = 100_000) {
  const rows: GpuRow[] = [];
  const troubles: (string | undefined)[] = [];
  const stream = new NvidiaSmiStream(path, { row: r => rows.push(r), trouble: why => troubles.push(why) }, patienceMs);
  onTestFinished(() => stream.stop());
  stream.start();
  const more = async (count: number) => {
    const wanted = rows.length + count;
    await until(
      `${count} rows more`,
      () => rows.length,
      n => n >= wanted,
    );
  };
  const trouble = (pattern: RegExp) =>
    until(
      `${pattern}`,
      () => troubles.at(-1),
      why => why !== undefined && pattern.test(why),
    );
  return { rows, troubles, stream, more, trouble };
}

const queries = (standIn: NvidiaSmiStandIn): string[][] => standIn.callsWith('--query-gpu');

describe('the stream of rows', () => {
  it('comes from one nvidia-smi that asks for a list probed once', async () => {
    const standIn = standInForTest([gpu(0, { workload: memoryBound }), gpu(1)]);
    const { rows, troubles, more } = follow(standIn.path);
    await more(6);
    expect(rows[0]).toMatchObject({
      uuid: gpu(0).uuid,
      busy: 98,
      memoryBusy: 85,
      clock: 2_100_000,
      throttle: 0,
      pstate: 2,
    });
    expect(rows[1]).toMatchObject({ uuid: gpu(1).uuid, busy: 0, clock: 210_000, throttle: 1, pstate: 8 });
    expect(standIn.calls().map(c => c.args[0]?.split('=')[0])).toEqual(['--help-query-gpu', '--query-gpu']);
    expect(troubles).toEqual([]);
  });

  it('goes on without what an older driver does not know', async () => {
    const standIn = standInForTest();
    standIn.faults({ unknown: ['clocks_event_reasons.active', 'temperature.memory'] });
    const { rows, troubles, more } = follow(standIn.path);
    await more(1);
    expect(rows[0]).toMatchObject({ throttle: 1, memoryTemperature: undefined, clock: 210_000 });
    expect(troubles).toEqual([]);
  });

  it('lets other lines pass', async () => {
    const standIn = standInForTest();
    standIn.faults({ babble: '\nWarning: something else\n, , ,\n' });
    const { rows, more } = follow(standIn.path);
    await more(3);
    expect(rows.every(r => r.uuid === gpu(0).uuid)).toBe(true);
  });

  it.each([
    ['the driver is absent', { driver: 'absent' as const }, /couldn't communicate with the NVIDIA driver/],
    ['versions differ', { driver: 'mismatch' as const }, /version mismatch/],
    ['a GPU falls off the bus', { lost: [gpu(0).uuid] }, /GPU is lost/],
    ['it ends without a word', { exit: { text: '', code: 255 } }, /ended with 255/],
  ])('says when %s, and works again when that is over', async (_, faults, words) => {
    const standIn = standInForTest();
    const { more, trouble, troubles } = follow(standIn.path);
    await more(1);
    standIn.faults(faults);
    await trouble(words);
    standIn.faults({});
    await more(1);
    expect(troubles.at(-1)).toBeUndefined();
  });

  it('starts it anew when it was killed, later each time', async () => {
    const standIn = standInForTest();
    const { more } = follow(standIn.path);
    await more(1);
    const [pid] = standIn.calls().flatMap(c => (c.args.includes('-lms') ? [c.pid] : []));
    process.kill(pid ?? 0, 'SIGKILL');
    await more(1);
    expect(queries(standIn)).toHaveLength(2);
    standIn.faults({ driver: 'absent' });
    await new Promise(resolve => setTimeout(resolve, 6000));
    // After 1, 2 and 4 s, not once a second.
    expect(queries(standIn).length).toBeLessThanOrEqual(5);
  });

  it('kills one that says nothing or stands still', async () => {
    const [silent, still] = [standInForTest(), standInForTest()];
    const first = follow(silent.path, 10_000);
    const second = follow(still.path);
    await Promise.all([first.more(1), second.more(1)]);
    const before = queries(silent).length;
    silent.faults({ pause: true });
    still.faults({ frozenAt: Date.now() });
    await Promise.all([first.trouble(/said nothing for 10 s/), second.trouble(/same moment/)]);
    silent.faults({});
    still.faults({});
    await Promise.all([first.more(1), second.more(1)]);
    expect(queries(silent).length).toBeGreaterThan(before);
    expect(queries(still)).toHaveLength(2);
  });

  it('says so when there is no such program', async () => {
    await follow('/nonexistent/nvidia-smi').trouble(/ENOENT/);
  });

  it('asks for some GPUs only, and ends with its process', async () => {
    const standIn = standInForTest([gpu(0), gpu(1)]);
    const { rows, more, stream, troubles } = follow(standIn.path);
    await more(2);
    stream.start([gpu(1).uuid]);
    await until(
      'the second alone',
      () => queries(standIn).length,
      n => n === 2,
    );
    await more(2);
    expect(rows.slice(-1).map(r => r.uuid)).toEqual([gpu(1).uuid]);
    stream.stop();
    await until(
      'no process',
      () => stream.running,
      running => !running,
    );
    expect(troubles).toEqual([]);
  });
});
