// Packs a journal's decisions again and again, for a test to kill: node pack.mjs OPENING PACK-DECISIONS JOURNAL NOW
import { pathToFileURL } from 'node:url';

const [, , opening, packDecisions, path, now] = process.argv;
const { openJournal } = await import(pathToFileURL(opening));
const { packDecisions: pack } = await import(pathToFileURL(packDecisions));
const { db } = openJournal(path, 0);
console.log('packs');
for (;;) for (const _ of pack(db, Number(now)));
