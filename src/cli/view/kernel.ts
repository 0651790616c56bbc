import type { Mismatch, Rebuilt } from '../../governor/kernel/rebuild.js';
import type { ModuleState } from '../../machine/linux/module/module-state.js';
import type { ModuleFile } from '../kernel/modinfo.js';
import type { Style } from '../render/style.js';
import { counted } from '../render/units.js';

interface Known extends ModuleState {
  /** This program's. */
  readonly version: string;
  readonly module: ModuleFile | undefined;
  readonly refusal: string | null;
}

const signatures = {
  sig_enforce: 'signed modules only (module.sig_enforce)',
  lockdown: 'signed modules only (the kernel is locked down, as with secure boot)',
};

/** The kernel's governor on this machine. */
export function kernelLines(known: Known, style: Style): string[] {
  const { kernel, loaded, file, module, dkms, headers, signed, taint, inUse, refusal } = known;
  const sources = dkms.map(
    ({ version, built }) => `${version} (${built ? 'built for this kernel' : 'not built for this kernel'})`,
  );
  const tainted = [
    taint.outOfTree ? 'O, a module from outside the tree' : '',
    taint.unsigned ? 'E, an unsigned module' : '',
  ];
  const rows: readonly (readonly [string, string])[] = [
    ['kernel', kernel],
    ['loaded', loaded ?? 'no'],
    ['policies with its governor', inUse.join(', ') || 'none'],
    [
      'module',
      module === undefined ? 'none for this kernel' : `${file}, version ${module.version}, ${signerOf(module)}`,
    ],
    ['DKMS', sources.join(', ') || 'has no sources of it'],
    ['headers', headers ? 'there' : 'missing'],
    ['signature', signed === undefined ? 'not needed' : signatures[signed]],
    ['taint', tainted.filter(Boolean).join('; ') || 'none of such a module'],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    ...rows.map(([name, value]) => `${style.paint('dim', name.padEnd(width))}  ${value}`),
    '',
    ...(loaded !== undefined && loaded !== known.version
      ? [style.paint('warn', `The loaded module is version ${loaded}, and latticectl is ${known.version}.`)]
      : []),
    refusal === null
      ? style.paint('good', loaded === undefined ? 'It can be loaded: `sudo latticectl kernel load`.' : 'It is loaded.')
      : style.paint('warn', `It can't be loaded: ${refusal}.`),
  ];
}

const signerOf = ({ signer }: ModuleFile): string => (signer === undefined ? 'not signed' : `signed by ${signer}`);

const shown = 10;

/** What came of making a trace's decisions again. */
export function mismatchLines({ looks, choices, regular, highest, mismatches }: Rebuilt, style: Style): string[] {
  const counts = `${counted(looks, 'look')} (${regular} of a regular CPU), ${counted(choices, 'choice')} (${highest} of the highest clock)`;
  if (mismatches.length === 0) return [counts, style.paint('good', 'Each is what comes of what was seen.')];
  const left = mismatches.length - shown;
  return [
    counts,
    ...mismatches.slice(0, shown).map(mismatch => style.paint('bad', lineOf(mismatch))),
    ...(left > 0 ? [style.paint('bad', `and ${left} more`)] : []),
  ];
}

const lineOf = ({ index, event, figure, traced, rebuilt }: Mismatch): string =>
  `event ${index}, ${event}: ${figure} is ${traced}, expected ${rebuilt}`;
