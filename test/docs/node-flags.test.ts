import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The flags of Node before the daemon's file. */
const flagsBefore = (command: string | undefined): string[] =>
  (command ?? '').split(' ').filter(w => w.startsWith('--'));

test('the unit, npm start and the file itself run the daemon with the same flags of Node', () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
  const unit = /^ExecStart=(.*) \S*latticed\.js/m.exec(text('systemd/latticed.service'))?.[1];
  const flags = flagsBefore(unit);
  expect(flags).not.toEqual([]);
  expect(flagsBefore(scripts.start?.replace(/ dist\/latticed\.js.*/, ''))).toEqual(flags);
  expect(flagsBefore(text('src/latticed.ts').split('\n')[0])).toEqual(flags);
});
