import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { inWords } from '../../src/journal/errors.js';
import { folderForTest } from '../fixtures/scratch.js';

/** What every addon begins with (node.h), said to be for version 1 of Node's binary interface. */
const addon = `
struct node_module { int version; unsigned flags; void *handle; const char *file; void *init; void *init_context; const char *name; void *data; struct node_module *next; };
void node_module_register(void *);
static struct node_module module = { .version = 1, .name = "other" };
__attribute__((constructor)) static void begin(void) { node_module_register(&module); }
`;

// The distribution's Node had moved on, and what was told was three lines of Node's about a module.
test('an addon for another Node is told in one sentence, with what to do', () => {
  const folder = folderForTest('addon');
  const [source, made] = [join(folder, 'other.c'), join(folder, 'other.node')];
  writeFileSync(source, addon);
  execFileSync('cc', ['-shared', '-fPIC', '-o', made, source]);
  const open = (): unknown => {
    try {
      return new Database(':memory:', { nativeBinding: made });
    } catch (error) {
      return error;
    }
  };
  const sentence = inWords(open(), '/x/journal.db');
  expect(sentence).toMatch(/^\/x\/journal\.db: the addon for SQLite does not load into this Node/);
  expect(sentence).toContain(`${process.version}, ABI ${process.versions.modules}`);
  expect(sentence).not.toContain('\n');
});
