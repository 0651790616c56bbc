import type { Command } from 'commander';
import { configReference, type Section } from '../../config/reference.js';
import { systemConfigPath } from '../../control/paths.js';
import { packageVersion } from '../../control/version.js';
import { commandLine } from '../../daemon/command-line.js';
import type { ManualPage } from '../arguments/choices.js';
import { treeOf } from '../command-tree.js';
import { commandSections, exitStatus, files, prose } from './command-page.js';
import { examples, glossary } from './guide.js';
import { heading, item, literal, page, paragraph, subheading, text } from './roff.js';

const version = packageVersion();
const state = [
  '/var/lib/lattice/journal.db',
  'The journal: an SQLite database of decisions, energy and events.',
] as const;
const socket = [
  '/run/lattice/control.sock',
  'The control socket, for root and the members of the group lattice.',
] as const;
const config = [
  systemConfigPath,
  'The configuration; with it /etc/lattice/conf.d/*.toml in the order of their names.',
] as const;
const all = ['latticectl(1)', 'lattice.toml(5)', 'latticed(8)'];
const others = (self: string): readonly string[] => all.filter(each => each !== self);

/** Each manual page, made from the command lines and the schema of the configuration. */
export const manualPages: Readonly<Record<ManualPage, (latticectl: Command) => string>> = {
  'latticectl.1': latticectl =>
    page({
      name: 'latticectl',
      section: 1,
      summary: 'ask the power and thermal governor latticed, and tell it what to do',
      version,
      body: [
        ...commandSections(treeOf(latticectl)),
        heading('EXAMPLES'),
        ...examples.flatMap(([does, command]) => [...paragraph(does), ...literal([command])]),
        heading('GLOSSARY'),
        ...glossary.flatMap(([word, meaning]) => item(word, meaning)),
        ...exitStatus([
          ['0', 'It was done, and all is well.'],
          ['1', 'It could not be done, or something is not as it should be.'],
          ['2', 'The command line is wrong.'],
        ]),
        ...prose(
          'ENVIRONMENT',
          'NO_COLOR turns colours off. Characters beyond ASCII are used where the locale is UTF-8.',
        ),
        ...files([socket, state, config]),
      ],
      seeAlso: others('latticectl(1)'),
    }),
  'latticed.8': () =>
    page({
      name: 'latticed',
      section: 8,
      summary: 'power and thermal governor',
      version,
      body: [
        ...commandSections(treeOf(commandLine())),
        ...prose(
          'SIGNALS',
          'SIGTERM and SIGINT put back every limit that was changed and end the daemon; a second one ends it at once, and the helper puts back. SIGHUP makes it read its configuration again; in the foreground it ends the daemon as SIGTERM does.',
        ),
        ...exitStatus([
          ['0', 'It was told to stop, or its time was up.'],
          ['1', 'It could not start or go on.'],
          ['2', 'The command line or the configuration is wrong.'],
        ]),
        ...files([config, socket, state]),
      ],
      seeAlso: others('latticed(8)'),
    }),
  'lattice.toml.5': () =>
    page({
      name: 'lattice.toml',
      section: 5,
      summary: 'configuration of latticed',
      version,
      body: [
        heading('DESCRIPTION'),
        text(
          'latticed reads /etc/lattice/lattice.toml and then /etc/lattice/conf.d/*.toml in the order of their names; a later file wins, and lists grow. Everything is optional. The files are TOML.',
        ),
        ...paragraph(
          'A change is in force a moment after the file is saved, or at SIGHUP. A configuration that cannot be used leaves the one before in force; the log and `latticectl config check` tell file, line, key and what was expected.',
        ),
        ...configReference().flatMap(configSection),
        heading('EXAMPLE'),
        ...literal([
          'profile = "balanced"',
          '',
          '[battery]',
          'profile = "power-saver"',
          'target_c = 70',
          '',
          '[[application]]',
          'executable = "ffmpeg"',
          'max = "2.4GHz"',
        ]),
        ...files([config]),
      ],
      seeAlso: others('lattice.toml(5)'),
    }),
};

function configSection({ name, many, description, settings }: Section): string[] {
  return [
    ...(name === '' ? [heading('KEYS')] : [subheading(many ? `[[${name}]]` : `[${name}]`), text(description)]),
    ...settings.flatMap(({ key, description, expected, required, usual, example }) =>
      item(
        `${key} = ${example}`,
        description,
        `Expected: ${expected}${required ? '; it must be there' : ''}. ${usual === undefined ? '' : `Default: ${usual}.`}`.trim(),
      ),
    ),
  ];
}
