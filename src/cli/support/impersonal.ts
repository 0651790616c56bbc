import { readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { renamedIn } from '../../machine/linux/tree/device-names.js';

/** Replaces what tells whose machine it is. The second net: the first is that only named fields go into a bundle. */
export type Impersonal = <T>(value: T) => T;

/** By kind: what is one of these tells a person or one machine, whoever wrote it. */
const kinds: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\/(?:var\/|usr\/|export\/)?(?:home|run\/media|media)\/[^\s/:;,'"`()]+/g, '~'],
  [/\/run\/user\/\d+/g, '/run/user/(uid)'],
  [/(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/gi, '(uuid)'],
  [/(?<![0-9a-f])(?:[0-9a-f]{2}[:_-]){5}[0-9a-f]{2}(?![0-9a-f])/gi, '(address)'],
  [/(?<![0-9a-f])(?=\d*[a-f])(?:[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])/gi, '(number)'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '(address)'],
  [/\b(?!127\.)\d{1,3}(?:\.\d{1,3}){3}\b/g, '(address)'],
];

/** Accounts of the system, words that every machine has, and host names that installers give. */
const everybodys = new Set([
  ...['root', 'lattice', 'nobody', 'localhost', 'linux', 'user', 'none', 'laptop', 'desktop', 'server'],
  ...['debian', 'ubuntu', 'fedora', 'arch', 'archlinux', 'nixos', 'opensuse', 'raspberrypi'],
]);
/** A single letter is a name of nobody, and stands everywhere. */
const shortestName = 2;

/** As this process knows its user and host; `renamed` are devices with new names. */
export function impersonal(renamed: ReadonlyMap<string, string>): Impersonal {
  const words = [...new Set([...people(), ...hosts()])]
    .filter(word => word.length >= shortestName && !everybodys.has(word.toLowerCase()))
    .sort((a, b) => b.length - a.length);
  const own =
    words.length === 0 ? undefined : new RegExp(`(?<![\\w])(?:${words.map(literal).join('|')})(?![\\w])`, 'gi');
  const home = homedir();
  const byKind = (text: string): string => {
    let left = renamedIn(text, renamed);
    if (home.length > 1 && home !== '/root') left = left.replaceAll(home, '~');
    for (const [pattern, instead] of kinds) left = left.replace(pattern, instead);
    return left;
  };
  const told = (text: string): string => (own === undefined ? byKind(text) : byKind(text).replace(own, '(name)'));
  // Fields are ours, and somebody may be called Max; what they name may be a device.
  return value => inStrings(value, told, byKind);
}

type Tell = (text: string) => string;

function inStrings<T>(value: T, told: Tell, fieldTold: Tell): T {
  const text = JSON.stringify(value);
  if (text === undefined) return value;
  return JSON.parse(text, (_key, part: unknown) => {
    if (typeof part === 'string') return told(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, each]) => [fieldTold(name), each]));
  });
}

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Login names and full names of people who have an account here. */
function people(): string[] {
  const { SUDO_USER = '', USER = '', LOGNAME = '' } = process.env;
  return [SUDO_USER, USER, LOGNAME, ownName(), ...accounts()];
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A uid without an account.
    return '';
  }
}

const [firstPerson, lastPerson] = [1000, 59_999];

function accounts(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .flatMap(line => {
        const [name = '', , uid, , full = ''] = line.split(':');
        const isPerson = Number(uid) >= firstPerson && Number(uid) <= lastPerson;
        return isPerson ? [name, full.split(',')[0] ?? ''] : [];
      });
  } catch {
    return [];
  }
}

const hosts = (): string[] => [hostname(), hostname().split('.')[0] ?? ''];
