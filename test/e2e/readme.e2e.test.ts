import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden, ROOT } from '../program.ts';
import { codeBlocks, timeless } from '../readme.ts';

const blocks = codeBlocks(readFileSync(join(ROOT, 'README.md'), 'utf8'), '');
const shown = (word: string) => blocks.find((block) => block.startsWith(word)) ?? '';

test('the output the README shows is the one the program prints', async () => {
  const run = await harden(['build', 'examples/go-api', '--force']);
  const report = run.stderr.slice(run.stderr.indexOf('PASSED'));
  expect(timeless(report + run.stdout)).toBe(timeless(shown('PASSED')));
});

test('so is what it shows of the vulnerable example', async () => {
  const run = await harden(['build', 'examples/vulnerable-go']);
  const report = run.stderr.slice(run.stderr.indexOf('why it failed'));
  const end = report.indexOf('reports');
  expect(timeless(report.slice(0, end))).toBe(timeless(shown('why it failed')));
});
