// @ts-check
// The files by which a step speaks to the job.
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * Outputs of the step. A value may have any text in it: it ends at a line that nobody can guess.
 * @param {string | undefined} file  GITHUB_OUTPUT
 * @param {Record<string, string>} outputs
 */
export function writeOutputs(file, outputs) {
  if (!file) return;
  for (const [name, value] of Object.entries(outputs)) {
    const end = `end-${randomUUID()}`;
    appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
  }
}

/**
 * @param {string | undefined} file  GITHUB_STEP_SUMMARY
 * @param {string} markdown
 */
export function writeSummary(file, markdown) {
  if (file) appendFileSync(file, `${markdown}\n`);
}

/** Text as it is, in Markdown: the fence is longer than any in it. @param {string} text */
export function fenced(text) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}
