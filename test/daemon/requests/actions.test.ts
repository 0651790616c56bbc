import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { requesting, usual, who } from './requesting.js';

test('without a word only trickle_charge is on, as with power-profiles-daemon', () => {
  const { requests } = requesting();
  expect(requests.requested().actions).toEqual(['trickle_charge']);
});

test('what somebody switches is journaled with who, and kept over a reboot', () => {
  const { requests, again, clock, events } = requesting();
  requests.setAction('amdgpu_dpm', true, who);
  requests.setAction('trickle_charge', false, who);
  expect(requests.requested().actions).toEqual(['amdgpu_dpm']);
  expect(events.at(-1)).toEqual(['action', 'off', expect.objectContaining({ name: 'trickle_charge', uid: 1000 })]);
  requests.stop();
  clock.bootId = 'another boot';
  expect(again().requested().actions).toEqual(['amdgpu_dpm']);
});

test('the configuration is heard when it says something else than when somebody switched', () => {
  const { requests, standing } = requesting();
  /** The daemon takes a changed configuration: the standing order is another object then. */
  const configured = (on: boolean) => {
    standing.actions = { amdgpu_dpm: on };
    standing.now = usual('balanced');
    return requests.requested().actions?.includes('amdgpu_dpm');
  };
  expect(configured(true)).toBe(true);
  requests.setAction('amdgpu_dpm', false, who);
  expect(configured(true)).toBe(false);
  // From here on the configuration alone is heard.
  expect([false, true].map(configured)).toEqual([false, true]);
  requests.setAction('amdgpu_dpm', true, who);
  expect([false, true].map(configured)).toEqual([false, true]);
});

test('the list stays the same object while nothing in it changes', () => {
  const { requests, standing } = requesting();
  const before = requests.requested().actions;
  standing.now = usual('power-saver');
  expect(requests.requested().actions).toBe(before);
  requests.setAction('trickle_charge', true, who);
  expect(requests.requested().actions).toBe(before);
});

test.each([
  [{ trickle_charge: { on: 1, beside: true } }],
  [{ turbo: { on: true, beside: true } }],
  [['trickle_charge']],
])('a damaged file %j is said to be', actions => {
  const { path, requests, again, warnings } = requesting();
  requests.stop();
  const kept = { bootId: 'boot', chosen: null, remembered: {}, nextId: 1, holds: [], overrides: [], actions };
  writeFileSync(path, JSON.stringify({ version: 1, ...kept }));
  expect(again().requested().actions).toEqual(['trickle_charge']);
  expect(warnings.join()).toContain('actions: expected on and beside by the name of an action');
});
