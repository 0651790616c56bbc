import { describe, expect, it } from 'vitest';
import { ProgressLog } from '../../../src/governor/gpu/progress-log.js';

const beat = (done: number, gpu?: number | string) => ({ name: 'train', pid: 7, done, gpu });

describe('ProgressLog', () => {
  it('tells units over the time between two messages, once', () => {
    const log = new ProgressLog();
    log.beat(beat(100, 0), 5);
    expect(log.take()).toEqual([]);
    log.beat(beat(130, 0), 7);
    expect(log.take()).toEqual([{ gpu: 0, name: 'train/7', units: 30, seconds: 2 }]);
    expect(log.take()).toEqual([]);
  });

  it('joins messages that come close together', () => {
    const log = new ProgressLog();
    for (const at of [0, 0.3, 0.6, 0.9]) log.beat(beat(at * 10, 0), at);
    expect(log.take()).toEqual([{ gpu: 0, name: 'train/7', units: 9, seconds: 0.9 }]);
  });

  it('takes a count that went back for a new beginning', () => {
    const log = new ProgressLog();
    log.beat(beat(100, 0), 0);
    log.beat(beat(3, 0), 2);
    log.beat(beat(13, 0), 4);
    expect(log.take()).toEqual([{ gpu: 0, name: 'train/7', units: 10, seconds: 2 }]);
  });

  it('keeps GPUs apart, and takes nothing that names none', () => {
    const log = new ProgressLog();
    for (const at of [0, 1]) for (const gpu of [0, 'GPU-b', undefined]) log.beat(beat(at, gpu), at);
    expect(log.take().map(p => p.gpu)).toEqual([0, 'GPU-b']);
  });
});
