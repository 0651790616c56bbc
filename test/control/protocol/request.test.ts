import { expect, test } from 'vitest';
import { parseRequest } from '../../../src/control/protocol/request.js';

test.each([
  ['{"v":1,"id":1,"op":"status"}', { v: 1, id: 1, op: 'status' }],
  ['{"v":1,"id":7,"op":"describe"}', { v: 1, id: 7, op: 'describe' }],
  ['{"v":1,"id":8,"op":"charge","do":"full"}', { v: 1, id: 8, op: 'charge', do: 'full', battery: undefined }],
  ['{"v":1,"id":8,"op":"feedback","say":"slow"}', { v: 1, id: 8, op: 'feedback', say: 'slow' }],
  ['{"v":1,"id":8,"op":"experiment","do":"show"}', { v: 1, id: 8, op: 'experiment', do: 'show' }],
  [
    '{"v":1,"id":8,"op":"experiment","do":"start","a":"balanced","b":"kernel","periodMs":600000,"forMs":28800000}',
    { v: 1, id: 8, op: 'experiment', do: 'start', a: 'balanced', b: 'kernel', periodMs: 600_000, forMs: 28_800_000 },
  ],
  ['{"v":1,"id":2,"op":"watch","hz":0.5}', { v: 1, id: 2, op: 'watch', hz: 0.5 }],
  ['{"v":1,"id":4,"op":"signals"}', { v: 1, id: 4, op: 'signals' }],
  ['{"v":1,"id":4,"op":"signals","name":"policy0.busy"}', { v: 1, id: 4, op: 'signals', name: 'policy0.busy' }],
  ['{"v":1,"id":4,"op":"signals","name":""}', { v: 1, id: 4, op: 'signals', name: '' }],
  ['{"v":1,"id":2,"op":"status","later":"field"}', { v: 1, id: 2, op: 'status' }],
])('%s is a request', (line, request) => {
  expect(parseRequest(line)).toEqual({ request });
});

test.each([
  ['nonsense', 0, 'not JSON, expected one JSON object a line'],
  ['[1]', 0, 'not an object, expected {"v":1,"id":1,"op":"status"}'],
  ['null', 0, 'not an object, expected {"v":1,"id":1,"op":"status"}'],
  ['{}', 0, 'id missing, expected a whole number above 0'],
  ['{"id":"one"}', 0, 'id "one", expected a whole number above 0'],
  ['{"id":1e99,"v":1}', 0, 'id 1e+99, expected a whole number above 0'],
  ['{"id":3,"v":2,"op":"status"}', 3, 'protocol version 2, expected 1'],
  ['{"id":3,"v":1,"op":"signals","name":7}', 3, 'name 7, expected a text'],
  ['{"id":3,"v":1,"op":"signals","name":null}', 3, 'name null, expected a text'],
  ['{"id":3,"v":1,"op":"signals","name":["policy0.busy"]}', 3, 'name ["policy0.busy"], expected a text'],
  [
    '{"id":3,"v":1}',
    3,
    'op missing, expected status, describe, signals, feedback, wishes, experiment, charge, tasks, set, hold, release, override, clear or watch',
  ],
  [
    '{"id":3,"v":1,"op":"reset"}',
    3,
    'op "reset", expected status, describe, signals, feedback, wishes, experiment, charge, tasks, set, hold, release, override, clear or watch',
  ],
  ['{"id":3,"v":1,"op":"feedback"}', 3, 'say missing, expected slow, hot, loud, reset, show'],
  ['{"id":3,"v":1,"op":"feedback","say":"fast"}', 3, 'say "fast", expected slow, hot, loud, reset, show'],
  ['{"id":3,"v":1,"op":"experiment"}', 3, 'do missing, expected start, stop or show'],
  [
    '{"id":3,"v":1,"op":"experiment","do":"start","a":"balanced","b":"tuned"}',
    3,
    'b "tuned", expected one of performance, balanced, power-saver, kernel',
  ],
  [
    '{"id":3,"v":1,"op":"experiment","do":"start","a":"balanced","b":"kernel","periodMs":"10m"}',
    3,
    'periodMs "10m", expected a number of milliseconds',
  ],
  ['{"id":3,"v":1,"op":"watch"}', 3, 'hz missing, expected a number above 0 and at most 20'],
  ['{"id":3,"v":1,"op":"watch","hz":0}', 3, 'hz 0, expected a number above 0 and at most 20'],
  ['{"id":3,"v":1,"op":"watch","hz":1000}', 3, 'hz 1000, expected a number above 0 and at most 20'],
  ['{"id":3,"v":1,"op":"watch","hz":null}', 3, 'hz null, expected a number above 0 and at most 20'],
])('%s is refused', (line, id, error) => {
  expect(parseRequest(line)).toEqual({ id, error });
});

test('a long wrong value is quoted shortly', () => {
  const parsed = parseRequest(`{"id":1,"v":1,"op":"${'x'.repeat(10_000)}"}`);
  expect(JSON.stringify(parsed).length).toBeLessThan(300);
});
