/**
 * Form: whether a person sits at a machine, by its case, its battery, and who is logged in at its screen.
 *
 * 1. A case that is carried or has its screen built in: yes. A server's: no, whatever it has beside.
 * 2. Else a battery that powers it (not a mouse's, not a UPS): yes.
 * 3. A case of type 1, as virtual machines have: no.
 * 4. Else (a desktop's case, another, or none that can be read) while somebody is logged in at its screen, and only then: a desktop's case stands under
 *    many a server and build machine.
 *
 * Types are those of SMBIOS 3.7, 7.4.1, grouped much as systemd-hostnamed groups them; a device tree has words of its own.
 */
import { isBattery } from '../power-source.js';
import type { Supply } from '../topology.js';

/** What a machine shows of its form; what can't be read is undefined. */
export interface FormFacts {
  /** Type of the case by DMI. */
  readonly chassis?: number | undefined;
  /** `chassis-type` of the device tree. */
  readonly chassisWord?: string | undefined;
  /** A seat at whose screen somebody is logged in. */
  readonly seat?: string | undefined;
}

export interface MachineForm {
  readonly satAt: boolean;
  /** What says so, in words that follow `since`. */
  readonly why: string;
}

/** By DMI's types and a device tree's words. */
const forms = {
  laptop: [8, 9, 10, 14, 'laptop'],
  handheld: [11, 'handset'],
  tablet: [30, 'tablet'],
  convertible: [31, 'convertible'],
  detachable: [32, 'detachable'],
  'all-in-one': [13, 'all-in-one'],
  server: [17, 23, 25, 28, 29, 'server'],
  desktop: [3, 4, 5, 6, 7, 15, 16, 24, 35, 36, 'desktop'],
} as const satisfies Readonly<Record<string, readonly (number | string)[]>>;
type FormName = keyof typeof forms;

/** Of virtual machines, and of firmware that does not say. */
const other = 1;
/** A type from here on means something; 1 and 2 are "other" and "unknown". */
const firstMeant = 3;

const names = new Map<number | string, FormName>(
  (Object.keys(forms) as FormName[]).flatMap(name => forms[name].map(type => [type, name] as const)),
);

/** Whether a person sits at a machine with these supplies, and why that is thought. */
export function formOf({ chassis = 0, chassisWord, seat }: FormFacts, supplies: readonly Supply[]): MachineForm {
  const told = chassis >= firstMeant || chassisWord === undefined ? chassis : chassisWord;
  const name = names.get(told);
  const known =
    name === undefined
      ? undefined
      : `this is ${article(name)} (${typeof told === 'number' ? `chassis ${told}` : 'device tree'})`;
  if (name === 'server') return { satAt: false, why: `${known}` };
  if (known !== undefined && name !== 'desktop') return { satAt: true, why: known };
  const battery = supplies.find(isBattery);
  if (battery !== undefined) return { satAt: true, why: `a battery powers it (${battery.name})` };
  if (told === other) return { satAt: false, why: `its chassis is of type ${other}, as a virtual machine's` };
  if (seat !== undefined) return { satAt: true, why: `somebody is logged in at its screen (${seat})` };
  return { satAt: false, why: `${known === undefined ? '' : `${known} and `}nobody is logged in at a screen` };
}

const article = (name: FormName): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
