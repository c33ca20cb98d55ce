// @ts-check
import { join } from 'node:path';

const FORMATS = [
  ['json', 'report.json'],
  ['markdown', 'summary.md'],
  ['comment', 'comment.md'],
  ['sarif', 'harden.sarif'],
  ['html', 'report.html'],
  ['junit', 'junit.xml'],
];

/** The commands that have a report of a run. */
const REPORTING = ['build', 'scan', 'report'];

/** The commands that run nothing in an engine. */
export const WITHOUT_ENGINE = ['validate', 'plan', 'report', 'publish'];

/**
 * The argument vector of harden; no shell reads it.
 * @param {import('./inputs.mjs').Inputs} inputs
 * @param {string} folder  where the reports go
 */
export function argumentsOf({ command, paths, args, engine, publish }, folder) {
  const reports = REPORTING.includes(command)
    ? FORMATS.flatMap(([name, file]) => ['--report', `${name}=${join(folder, file ?? '')}`])
    : [];
  return [
    ...[command, ...paths.map(asOperand), ...reports],
    ...(engine && !WITHOUT_ENGINE.includes(command) ? ['--engine', engine] : []),
    ...args,
    ...(command === 'build' ? publish.map(asPublish) : []),
    ...(command === 'publish' ? publish.filter(isPlace).flatMap((to) => ['--to', to]) : []),
  ];
}

/** A folder of whatever name is no option. @param {string} path */
function asOperand(path) {
  return path.startsWith('-') ? `./${path}` : path;
}

/** @param {string} to */
function asPublish(to) {
  return isPlace(to) ? `--publish=${to}` : '--publish';
}

/** @param {string} to */
function isPlace(to) {
  return to !== 'true';
}
