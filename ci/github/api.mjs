// @ts-check
// GitHub's REST API, as far as this action needs it.
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 4;
const TIMEOUT_MS = 30_000;

/** An answer that is not a success. */
export class ApiError extends Error {
  /**
   * @param {number} status  0 where there was no answer
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @typedef {(method: string, path: string, body?: unknown) => Promise<any>} Api  gives the parsed answer;
 * throws ApiError
 */

/**
 * @param {string} base  GITHUB_API_URL
 * @param {string} token
 * @param {{ pause?: number }} [options]  milliseconds before the second try
 * @returns {Api}
 */
export function apiOf(base, token, { pause = 1_000 } = {}) {
  return async (method, path, body) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(`${base}${path}`, method, token, body);
      } catch (thrown) {
        if (attempt === TRIES || !worthAgain(thrown, method)) throw thrown;
        await sleep(pause * 2 ** (attempt - 1));
      }
    }
  };
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string} token
 * @param {unknown} body
 */
async function once(url, method, token, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'user-agent': 'harden-action',
      'x-github-api-version': '2022-11-28',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((/** @type {Error} */ cause) => {
    throw new ApiError(0, `${cause.message}${cause.cause ? `: ${cause.cause}` : ''}`);
  });
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok) return answer;
  throw new ApiError(response.status, `${response.status} ${answer?.message ?? ''}`.trim());
}

/** What was sent may have been done all the same, so only what can be done twice is sent again. */
function worthAgain(/** @type {unknown} */ thrown, /** @type {string} */ method) {
  if (!(thrown instanceof ApiError)) return false;
  if (thrown.status === 429) return true;
  return method !== 'POST' && (thrown.status === 0 || thrown.status >= 500);
}

/** @param {string} text */
function parsed(text) {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
