// `npm test`: all but the end-to-end tests that take long; with `--whole` those too, as pipelines run
// it; with `--every` also those that are skipped there. The last line counts the tests: `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsOf } from './e2e-parts.mjs';
import { attempt, attemptBeside, say, setUp } from './setup.mjs';
import { SHORT } from './short-tests.mjs';
import { withEngine } from './with-engine.mjs';

const tool = (name, ...args) => [process.execPath, [`node_modules/${name}`, ...args]];
const vitest = (...args) => tool('vitest/vitest.mjs', 'run', ...args);

const every = process.argv.includes('--every');
const whole = every || process.argv.includes('--whole');
if (every) process.env.HARDEN_TEST_EVERY = '1';
setUp();
const results = mkdtempSync(join(tmpdir(), 'harden-test-'));
const checks = [
  check('types', ...tool('typescript/bin/tsc', '--noEmit')),
  check('lint', ...tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')),
  check('dead code', ...tool('knip/bin/knip.js')),
  check('package', ...tool('publint/src/cli.js', '--strict')),
];
const quick = await suite('quick', attempt, '--project', 'unit', '--project', 'cli');
const { inPlace, ownProjects } = partsOf(whole ? undefined : SHORT);
const ends = await withEngine(() =>
  Promise.all([
    suite('examples', attemptBeside, '--project', 'e2e', ...inPlace),
    suite('end-to-end', attemptBeside, '--project', 'e2e', ...ownProjects),
  ]),
);
rmSync(results, { recursive: true, force: true });

const total = [...checks, quick, ...ends].reduce(
  (sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }),
  { passed: 0, failed: 0, skipped: 0 },
);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
if (!whole) say('the rest of the end-to-end tests: npm test -- --whole');
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function check(name, program, args) {
  say(name);
  const passed = attempt(program, args) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function suite(name, run, ...args) {
  say(`${name} tests`);
  const file = join(results, `${name}.json`);
  const status = await run(
    ...vitest(...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`),
  );
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that could not be read, or prepared, is one failure too; no test of it has failed.
    const unready = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const failed = Math.max(report.numFailedTests + unready.length, status === 0 ? 0 : 1);
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
