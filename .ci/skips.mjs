// Fails on a test that was skipped without standing in declared-skips.txt: what nobody sees skipped nobody misses.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const declaredFile = '.ci/declared-skips.txt';
const declared = existsSync(declaredFile)
  ? readFileSync(declaredFile, 'utf8')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
  : [];
const skipped = readdirSync('test-results', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.json'))
  .flatMap(name => JSON.parse(readFileSync(`test-results/${name}`, 'utf8')).testResults)
  .flatMap(file => file.assertionResults)
  .filter(test => test.status === 'pending' || test.status === 'skipped' || test.status === 'todo')
  .map(test => test.fullName)
  .filter(name => !declared.includes(name));
for (const name of skipped) console.error(`skipped and not declared in ${declaredFile}: ${name}`);
process.exitCode = skipped.length === 0 ? 0 : 1;
