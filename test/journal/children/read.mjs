// Reads the journal argv[3] with the compiled JournalReader argv[2], as a user who may not write to its directory; prints what was found as JSON.
const [, , query, journal] = process.argv;
const { JournalReader } = await import(query);
// Loads SQLite while its files can still be read.
try {
  new JournalReader('/nonexistent');
} catch {}
await import('better-sqlite3').then(({ default: Database }) => new Database(':memory:').close());
if (process.getuid() === 0) {
  process.setgid(65534);
  process.setuid(65534);
}
const reader = new JournalReader(journal);
console.log(JSON.stringify({ keys: reader.decisions().map(row => row.key), integrity: reader.integrity() }));
reader.close();
