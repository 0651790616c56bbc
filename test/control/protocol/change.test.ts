import { expect, test } from 'vitest';
import { parseRequest } from '../../../src/control/protocol/request.js';

const parse = (body: object) => parseRequest(JSON.stringify({ v: 1, id: 1, ...body }));
const unset = {
  min: undefined,
  max: undefined,
  epp: undefined,
  governor: undefined,
  boost: undefined,
  cpus: undefined,
};

test.each([
  [
    { op: 'set', profile: 'power-saver' },
    { op: 'set', profile: 'power-saver' },
  ],
  [
    { op: 'hold', profile: 'performance', reason: 'a build', app: 'make' },
    { op: 'hold', profile: 'performance', reason: 'a build', app: 'make' },
  ],
  [
    { op: 'release', hold: 3 },
    { op: 'release', hold: 3 },
  ],
  [
    { op: 'clear', override: 'all' },
    { op: 'clear', override: 'all' },
  ],
  [
    { op: 'clear', override: 2 },
    { op: 'clear', override: 2 },
  ],
  [
    { op: 'override', max: 2_400_000, boost: false, cpus: 'P', for: 60 },
    { op: 'override', wish: { ...unset, max: 2_400_000, boost: false, cpus: 'P' }, lasting: { for: 60 } },
  ],
  [
    { op: 'override', epp: 'power', governor: 'powersave', while: 4711 },
    { op: 'override', wish: { ...unset, epp: 'power', governor: 'powersave' }, lasting: { while: 4711 } },
  ],
  [
    { op: 'override', min: 1, connected: true },
    { op: 'override', wish: { ...unset, min: 1 }, lasting: { connected: true } },
  ],
])('%j is a change', (body, change) => {
  expect(parse(body)).toEqual({ request: { v: 1, id: 1, op: 'change', change, pid: undefined } });
});

test('an override lasts an hour when nothing else is said', () => {
  expect(parse({ op: 'override', max: 1 })).toMatchObject({ request: { change: { lasting: { for: 3600 } } } });
});

test.each([
  [{ op: 'set' }, 'profile missing, expected performance, balanced, power-saver'],
  [{ op: 'set', profile: 'turbo' }, 'profile "turbo", expected performance, balanced, power-saver'],
  [{ op: 'set', profile: ['balanced'] }, 'profile ["balanced"], expected performance, balanced, power-saver'],
  [{ op: 'hold', profile: 'balanced' }, 'profile "balanced", expected performance or power-saver'],
  [{ op: 'hold', profile: 'performance', reason: '' }, 'reason "", expected a text of 1 to 200 characters'],
  [{ op: 'hold', profile: 'performance', reason: 'r', app: 7 }, 'app 7, expected a text of 1 to 200 characters'],
  [{ op: 'release' }, 'hold missing, expected the number of a hold'],
  [{ op: 'clear', override: -1 }, 'override -1, expected the number of an override or "all"'],
  [{ op: 'override', max: 2.5 }, 'max 2.5, expected a whole number of kHz above 0'],
  [{ op: 'override', min: '1' }, 'min "1", expected a whole number of kHz above 0'],
  [{ op: 'override', max: null }, 'max null, expected a whole number of kHz above 0'],
  [{ op: 'override', boost: 1 }, 'boost 1, expected true or false'],
  [{ op: 'override', epp: 3 }, 'epp 3, expected a text of 1 to 200 characters'],
  [{ op: 'override', max: 1, for: 0 }, 'for 0, expected seconds above 0 and at most 2678400'],
  [{ op: 'override', max: 1, for: 1e9 }, 'for 1000000000, expected seconds above 0 and at most 2678400'],
  [{ op: 'override', max: 1, while: 1.5 }, 'while 1.5, expected the pid of a process'],
  [{ op: 'override', max: 1, while: 2 ** 40 }, 'while 1099511627776, expected the pid of a process'],
  [{ op: 'override', max: 1, connected: 'yes' }, 'connected "yes", expected true'],
  [{ op: 'override', max: 1, for: 9, while: 9 }, 'for and while, expected only one of them'],
  [{ op: 'set', profile: 'balanced', pid: 0 }, 'pid 0, expected a whole number from 1 to 4194304'],
])('%j is refused', (body, error) => {
  expect(parse(body)).toEqual({ id: 1, error });
});
