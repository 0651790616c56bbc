import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const [, section = ''] = readFileSync(join(root, 'docs/security.md'), 'utf8').split(
  '## What others can do, one by one',
);
const [table = ''] = section.split('\n## ');

/** Lines of what others can do, each with what its last cell names. */
const rows = table
  .split('\n')
  .filter(line => /^\| /.test(line) && !/^\| (does|---) /.test(line))
  .map(line => {
    const cells = line.split('|').map(cell => cell.trim());
    return { does: cells[1] ?? '', held: cells.at(-2) ?? '' };
  });

test('what others can do is told of users, members and the person at the screen', () => {
  expect(table.match(/^\| does /gm)).toHaveLength(3);
  expect(rows.length).toBeGreaterThan(30);
});

test.each(rows)('“$does” is held by tests that are there', ({ held }) => {
  const named = [...held.matchAll(/`(test\/[^`]+)` \(([^)]+)\)/g)];
  expect(named.length).toBeGreaterThan(0);
  // Nothing but tests is named, each with its title or a part of it.
  expect(held.replaceAll(/`test\/[^`]+` \([^)]+\)(; )?/g, '')).toBe('');
  for (const [, file = '', title = ''] of named) {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(readFileSync(join(root, file), 'utf8'), file).toContain(title);
  }
});
