import { expect, test } from 'vitest';
import { client, hold, requesting, set, who } from './requesting.js';

test.each([
  ['low-power', 'power-saver'],
  ['quiet', 'power-saver'],
  ['cool', 'power-saver'],
  ['balanced', 'balanced'],
  ['balanced-performance', 'performance'],
  ['performance', 'performance'],
] as const)('the firmware’s %s is the profile %s, as if it had been set', (word, profile) => {
  const { requests, events } = requesting({ configured: profile === 'balanced' ? 'performance' : 'balanced' });
  requests.follows(word);
  expect(requests.status()).toMatchObject({ profile, chosen: profile });
  expect(requests.why()).toBe('set by hand');
  expect(events).toMatchObject([['profile', profile, { by: 'firmware', word }]]);
});

test('a word that is no profile changes nothing', () => {
  const { requests, events } = requesting();
  requests.follows('custom');
  expect([requests.status().profile, events]).toEqual(['balanced', []]);
});

test('it ends holds as any profile that is set does, except that what is held is taken from nobody', () => {
  const { requests } = requesting();
  requests.change(hold('performance'), who, client);
  requests.follows('performance');
  expect(requests.status()).toMatchObject({ profile: 'performance', chosen: 'balanced', holds: [{ id: 1 }] });
  requests.follows('quiet');
  expect(requests.status()).toMatchObject({ profile: 'power-saver', chosen: 'power-saver', holds: [] });
  requests.change(set('balanced'), who, client);
  expect(requests.status().profile).toBe('balanced');
});
