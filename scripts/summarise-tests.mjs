import { readFileSync } from 'node:fs';

// Usage: node scripts/summarise-tests.mjs <vitest's JSON report>
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const skipped = numPendingTests + numTodoTests;
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (skipped > 0) console.error('verify: a skipped test is a failure here.');
process.exitCode = numFailedTests > 0 || skipped > 0 || numPassedTests === 0 ? 1 : 0;
