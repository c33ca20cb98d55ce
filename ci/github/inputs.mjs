// @ts-check
// The inputs of action.yml, as the runner hands them over: INPUT_ and the name in capitals.

const COMMANDS = [
  ...['build', 'scan', 'publish', 'rescan', 'report', 'validate', 'plan', 'update'],
];
const FAIL_ON = ['policy', 'error'];

/**
 * @typedef {object} Inputs
 * @property {string} command
 * @property {string[]} paths
 * @property {string[]} args
 * @property {string} engine
 * @property {boolean} installEngine
 * @property {string[]} publish  `true` alone leaves the place to the spec
 * @property {string} failOn
 * @property {string} version
 * @property {string} program
 * @property {string} reports
 * @property {boolean} summary
 * @property {boolean} comment
 * @property {boolean} sarif
 * @property {string} token
 */

/**
 * Reads them all; a mistake in any of them ends the step before anything is done.
 * @param {Record<string, string | undefined>} env
 * @returns {Inputs}
 */
export function readInputs(env) {
  const text = (/** @type {string} */ name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const lines = (/** @type {string} */ name) =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const paths = lines('path');
  return {
    command: oneOf('command', text('command'), COMMANDS),
    paths: paths.length > 0 ? paths : ['.'],
    args: lines('args'),
    engine: text('engine'),
    installEngine: yesOrNo('install-engine', text('install-engine')),
    publish: lines('publish').filter((line) => line !== 'false'),
    failOn: oneOf('fail-on', text('fail-on'), FAIL_ON),
    version: exactVersion(text('version')),
    program: text('program'),
    reports: text('reports'),
    summary: yesOrNo('summary', text('summary')),
    comment: yesOrNo('comment', text('comment')),
    sarif: yesOrNo('sarif', text('sarif')),
    token: text('token'),
  };
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string[]} known
 */
function oneOf(name, value, known) {
  if (known.includes(value)) return value;
  throw new Error(`input ${name} is ${JSON.stringify(value)}: write one of ${known.join(', ')}`);
}

/**
 * @param {string} name
 * @param {string} value
 */
function yesOrNo(name, value) {
  return oneOf(name, value, ['true', 'false']) === 'true';
}

/** A range would be another program tomorrow. @param {string} value */
function exactVersion(value) {
  if (value === '' || /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(value)) return value;
  throw new Error(`input version is ${JSON.stringify(value)}: write a whole version, as 1.2.3`);
}
