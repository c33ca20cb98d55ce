// @ts-check
// What a run leaves outside of the log. Nothing of it changes how the step ends.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError, apiOf } from './api.mjs';
import { keepComment } from './comment.mjs';
import { say } from './log.mjs';
import { uploadSarif } from './sarif.mjs';

/**
 * Keeps the comment of the pull request and hands the findings to code scanning, as far as inputs ask
 * for it and the token can.
 * @param {import('./inputs.mjs').Inputs} inputs
 * @param {string} folder  of the reports
 * @param {import('./event.mjs').Event} event
 * @param {Record<string, string | undefined>} env
 */
export async function tellGithub(inputs, folder, event, env) {
  const { repository } = event;
  if (event.readOnly) {
    if (inputs.comment || inputs.sarif) {
      process.stdout.write(
        'A pull request of a fork: its token cannot write, so the summary has it.\n',
      );
    }
    return;
  }
  const api = apiOf(env['GITHUB_API_URL'] ?? 'https://api.github.com', inputs.token);
  const comment = inputs.comment ? read(join(folder, 'comment.md')) : undefined;
  if (comment !== undefined) {
    await attempt('the comment', 'pull-requests: write', async () => {
      const number = event.pullRequest ?? (await pullRequestOf(api, event));
      if (number === undefined) return;
      const what = await keepComment(api, repository, number, comment);
      process.stdout.write(`The comment on pull request ${number} is ${what}.\n`);
    });
  }
  const sarif = inputs.sarif ? read(join(folder, 'harden.sarif')) : undefined;
  if (sarif !== undefined) {
    await attempt('the SARIF file', 'security-events: write', async () => {
      const status = await uploadSarif(api, repository, sarif, env);
      process.stdout.write(`Code scanning has the findings (${status}).\n`);
    });
  }
}

/**
 * The open pull request that a finished run was for. What such a run leaves may be anybody's, so its
 * number is asked of GitHub, by branch and commit.
 * @param {import('./api.mjs').Api} api
 * @param {import('./event.mjs').Event} event
 * @returns {Promise<number | undefined>}
 */
async function pullRequestOf(api, { repository, ofRun }) {
  if (!ofRun) return undefined;
  const head = encodeURIComponent(`${ofRun.owner}:${ofRun.branch}`);
  const open = await api('GET', `/repos/${repository}/pulls?state=open&head=${head}`);
  return open.find((/** @type {any} */ one) => one.head?.sha === ofRun.commit)?.number;
}

/**
 * @param {string} what
 * @param {string} permission
 * @param {() => Promise<void>} work
 */
async function attempt(what, permission, work) {
  try {
    await work();
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const refused = thrown instanceof ApiError && [401, 403, 404].includes(thrown.status);
    const hint = refused ? `; give the job \`permissions: ${permission}\`` : '';
    say('warning', `${what} could not be handed over: ${message}${hint}`);
  }
}

/** Undefined where the run came to no report. @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
