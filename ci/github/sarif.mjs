// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const TRIES = 10;

/**
 * Hands a SARIF file to code scanning, and waits until it is taken in.
 * @param {import('./api.mjs').Api} api
 * @param {string} repository
 * @param {string} sarif  the text of the file
 * @param {Record<string, string | undefined>} env
 * @param {{ pause?: number }} [options]  milliseconds between two looks at it
 * @returns {Promise<'complete' | 'pending'>}  throws where it was refused
 */
export async function uploadSarif(api, repository, sarif, env, { pause = 2_000 } = {}) {
  const workspace = env['GITHUB_WORKSPACE'];
  const { id } = await api('POST', `/repos/${repository}/code-scanning/sarifs`, {
    commit_sha: env['GITHUB_SHA'],
    ref: env['GITHUB_REF'],
    sarif: gzipSync(sarif).toString('base64'),
    tool_name: 'harden',
    ...(workspace && { checkout_uri: pathToFileURL(workspace).href }),
  });
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await sleep(pause);
    const { processing_status: status, errors } = await api(
      'GET',
      `/repos/${repository}/code-scanning/sarifs/${encodeURIComponent(id)}`,
    );
    if (status === 'complete') return status;
    if (status === 'failed')
      throw new Error(`code scanning took it for wrong: ${errors?.join('; ')}`);
  }
  return 'pending';
}
