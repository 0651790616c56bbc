import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../bench/governors/rtapp/document.js';

describe('reading an rt-app document', () => {
  it('keeps repeated keys in order, numbered ones too, and takes a comma at the end and a key alone', () => {
    const { tasks, duration } = parseDocument(
      '{"tasks": {"a": {"priority": -7, "run": 1000, "resume": "b", "run1": 2000, "suspend",},}, "global": {"duration": 5}}',
      'x.json',
    );
    expect(duration).toBe(5000);
    expect(tasks).toMatchObject([{ name: 'a', nice: -7, loop: 1, instances: 1 }]);
    expect(tasks[0]?.phases[0]?.events).toEqual([
      { kind: 'run', ms: 1 },
      { kind: 'resume', on: 'b' },
      { kind: 'run', ms: 2 },
      { kind: 'suspend', on: 'a' },
    ]);
  });

  it.each([
    ['{"tasks": {"a": {"fork": "b"}}}', /x\.json: a: fork: expected one of lock/],
    ['{"tasks": {"a": {"run": "long"}}}', /x\.json: a: run: expected µs/],
    ['{"tasks": {"a": {"wait": {"ref": "q"}}}}', /x\.json: a: wait: expected a mutex/],
    ['{"tasks": ', /x\.json: offset/],
  ])('refuses %s', (text, message) => {
    expect(() => parseDocument(text, 'x.json')).toThrow(message);
  });
});
