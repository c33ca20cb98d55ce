// @ts-check
import { readFileSync } from 'node:fs';

/**
 * What the job runs for.
 * @typedef {object} Event
 * @property {string} repository  owner/name
 * @property {number | undefined} pullRequest
 * @property {boolean} readOnly  whether the token of this event can only read: a pull request of a fork
 * @property {{ owner: string, branch: string, commit: string } | undefined} ofRun  what a run was for that
 * this one follows (`workflow_run`)
 */

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Event}
 */
export function readEvent(env) {
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const event = payload(env['GITHUB_EVENT_PATH']);
  const pull = event['pull_request'];
  const run = event['workflow_run'];
  const fork = pull !== undefined && pull.head?.repo?.full_name !== repository;
  const number = pull?.number;
  return {
    repository,
    pullRequest: Number.isInteger(number) ? number : undefined,
    readOnly: fork && env['GITHUB_EVENT_NAME'] === 'pull_request',
    ofRun: run && {
      owner: String(run.head_repository?.owner?.login),
      branch: String(run.head_branch),
      commit: String(run.head_sha),
    },
  };
}

/** @param {string | undefined} path @returns {Record<string, any>} */
function payload(path) {
  try {
    return JSON.parse(readFileSync(path ?? '', 'utf8'));
  } catch {
    return {};
  }
}
