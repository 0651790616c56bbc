// Adds up the tests of all runners that wrote into test-results: prints `PASSED FAILED`. What was run again (test-results/again) is not added.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const name of readdirSync('test-results').filter(n => n.endsWith('.json'))) {
  const result = JSON.parse(readFileSync(`test-results/${name}`, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
}
const native = existsSync('test-results/native.txt') ? readFileSync('test-results/native.txt', 'utf8') : '';
for (const [, p, f] of native.matchAll(/^(\d+) passed, (\d+) failed$/gm)) {
  passed += Number(p);
  failed += Number(f);
}
console.log(passed, failed);
