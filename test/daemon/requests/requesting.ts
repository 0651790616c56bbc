import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Change } from '../../../src/control/protocol/operations/change.js';
import type { Requester } from '../../../src/control/protocol/requester.js';
import { Requests } from '../../../src/daemon/requests/requests.js';
import type { Standing } from '../../../src/governor/orders/standing-orders.js';
import type { ActionChoices } from '../../../src/model/people/actions.js';
import type { ProfileName } from '../../../src/model/people/profiles.js';
import { unsaidPromise } from '../../../src/model/people/promise.js';
import { folderForTest } from '../../fixtures/scratch.js';

export const who: Requester = { proved: true, uid: 1000, pid: process.pid, command: 'make -j4' };
export const client = {};
export const cap = (lasting: Extract<Change, { op: 'override' }>['lasting'], max = 2_000_000): Change => ({
  op: 'override',
  wish: { max },
  lasting,
});
export const hold = (profile: 'performance' | 'power-saver'): Change => ({
  op: 'hold',
  profile,
  reason: 'a build',
  app: 'make',
});

/** What a configuration says in which nothing but a profile is set. */
export const usual = (profile: ProfileName): Standing => ({
  source: 'mains',
  profile,
  when: 'always',
  held: false,
  cap: undefined,
  target: undefined,
});

export const set = (profile: ProfileName): Change => ({ op: 'set', profile });
export const onBattery: Standing = { ...usual('power-saver'), source: 'battery', when: 'on battery' };

/** Requests on a clock that is turned by hand; `again` is the next daemon on the same file. */
export function requesting({
  path = join(folderForTest('state'), 'wishes.json'),
  configured = 'balanced' as ProfileName,
} = {}) {
  const clock = {
    proc: '/proc',
    bootId: 'boot',
    now: 1000,
    changes: 0,
    wall: () => Date.UTC(2026, 10, 25, 12),
    seconds: () => clock.now,
  };
  const events: unknown[] = [];
  const warnings: string[] = [];
  const standing = {
    now: undefined as Standing | undefined,
    remember: false,
    overReboot: true,
    actions: {} as ActionChoices,
  };
  const make = (as = configured) => {
    standing.now = undefined;
    const made = new Requests({
      path,
      standing: () => (standing.now ??= usual(as)),
      promised: () => unsaidPromise,
      supply: { save: () => ({ onMains: true, below: undefined }), restore: () => undefined },
      remember: () => standing.remember,
      overReboot: () => standing.overReboot,
      kernelReflex: () => false,
      actions: () => standing.actions,
      clock,
      log: (level, text) => warnings.push(`${level}: ${text}`),
      event: (kind, what, _wall, detail) => events.push([kind, what, detail]),
      changed: () => {
        clock.changes++;
      },
    });
    onTestFinished(() => made.stop());
    return made;
  };
  return { path, clock, events, warnings, standing, requests: make(), again: make };
}
