import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const modules = 'usr/lib/lattice/node_modules';

/** The licences of Lattice and of all packages that come along, each with its text. */
export function copyright(checkout: string, root: string): string {
  const own = readFileSync(join(checkout, 'LICENSE'), 'utf8').trim();
  const others = foldersOfPackages(join(root, modules)).map(folder => ofPackage(root, join(modules, folder)));
  return `${[`Lattice, and all that is not named below:\n\n${own}`, ...others].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}

const foldersOfPackages = (folder: string): string[] =>
  readdirSync(folder)
    .flatMap(name => (name.startsWith('@') ? readdirSync(join(folder, name)).map(one => join(name, one)) : [name]))
    .sort();

function ofPackage(root: string, folder: string): string {
  const {
    name,
    version,
    license = 'unknown',
  } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
  return `${name} ${version}, in /${folder}: ${license}\n\n${wording(join(root, folder), license)}`;
}

/** Debian asks to name this text and not to repeat it. */
const known: Readonly<Record<string, string>> = { 'Apache-2.0': '/usr/share/common-licenses/Apache-2.0' };

function wording(folder: string, licence: string): string {
  const file = readdirSync(folder).find(name => /^licen[cs]e(\.\w+)?$/i.test(name));
  if (known[licence] !== undefined) return `On Debian its text is ${known[licence]}, elsewhere ${file} in that folder.`;
  return file === undefined ? 'The package brings no text of it.' : readFileSync(join(folder, file), 'utf8').trim();
}
