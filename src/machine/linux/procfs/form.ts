/**
 * What a machine shows of its form: the type of its case, and whether somebody is logged in at its screen. The sessions are read where logind keeps
 * them for everybody (sd-login(3) reads the same files).
 */
import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { FormFacts } from '../../../model/people/machine-form.js';

const longest = 4096;
/** A pipe in a fake tree must not be waited for. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
const graphical = new Set(['x11', 'wayland', 'mir']);
/** logind's own names; beside a session's file lies its pipe, NAME.ref. */
const sessionName = /^[a-z]?\d+$/;

/** Reads some small files, at once: they are the kernel's, or lie in memory. */
export function formFacts(root: string): FormFacts {
  const chassis = Number.parseInt(text(join(root, 'sys/class/dmi/id/chassis_type')), 10);
  const [word = ''] = text(join(root, 'proc/device-tree/chassis-type')).split('\0');
  return {
    chassis: Number.isNaN(chassis) ? undefined : chassis,
    chassisWord: word === '' ? undefined : word,
    seat: seatInUse(join(root, 'run/systemd')),
  };
}

function seatInUse(logind: string): string | undefined {
  const seats = join(logind, 'seats');
  return listed(seats).find(seat => {
    const sessions = value(text(join(seats, seat)), 'SESSIONS').split(' ');
    return sessions.some(id => sessionName.test(id) && isPersons(text(join(logind, 'sessions', id))));
  });
}

/** Whether a session shows a person's desktop: a login screen is nobody's, and what is closing is left. */
const isPersons = (session: string): boolean =>
  graphical.has(value(session, 'TYPE')) &&
  value(session, 'CLASS').startsWith('user') &&
  value(session, 'REMOTE') !== '1' &&
  value(session, 'STATE') !== 'closing';

/** Of `NAME=value` lines; empty where there is none. */
const value = (lines: string, name: string): string => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(lines)?.[1] ?? '';

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function text(path: string): string {
  let file: number;
  try {
    file = openSync(path, flags);
  } catch {
    return '';
  }
  try {
    const buffer = Buffer.alloc(longest);
    return buffer.toString('utf8', 0, readSync(file, buffer));
  } catch {
    return '';
  } finally {
    closeSync(file);
  }
}
