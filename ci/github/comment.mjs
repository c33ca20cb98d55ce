// @ts-check
// One comment for each image on a pull request, which every run writes over.

const PER_PAGE = 100;
const MOST_PAGES = 30;

/**
 * Writes the comment, or writes it over where an earlier run has left one; its first line tells.
 * @param {import('./api.mjs').Api} api
 * @param {string} repository
 * @param {number} pullRequest
 * @param {string} text  begins with a marker: `<!-- harden: NAME -->`
 * @returns {Promise<'written' | 'updated' | 'unchanged'>}
 */
export async function keepComment(api, repository, pullRequest, text) {
  const issues = `/repos/${repository}/issues`;
  const earlier = await findEarlier(api, `${issues}/${pullRequest}/comments`, markerOf(text));
  if (earlier === undefined) {
    await api('POST', `${issues}/${pullRequest}/comments`, { body: text });
    return 'written';
  }
  // Line ends come back as they were sent, or as those of Windows.
  if (lines(earlier.body).join('\n') === lines(text).join('\n')) return 'unchanged';
  await api('PATCH', `${issues}/comments/${earlier.id}`, { body: text });
  return 'updated';
}

/**
 * @param {import('./api.mjs').Api} api
 * @param {string} path
 * @param {string} marker
 */
async function findEarlier(api, path, marker) {
  const own = await ownLogin(api);
  for (let page = 1; page <= MOST_PAGES; page++) {
    const comments = await api('GET', `${path}?per_page=${PER_PAGE}&page=${page}`);
    // Anybody can write the marker; only what this token's user wrote is written over.
    const found = comments.find(
      (/** @type {any} */ one) =>
        lines(one.body ?? '')[0] === marker &&
        (own === undefined ? one.user?.type === 'Bot' : one.user?.login === own),
    );
    if (found) return found;
    if (comments.length < PER_PAGE) return undefined;
  }
  return undefined;
}

/** The token of a job and of an app belongs to a bot, and may not ask who it is. */
async function ownLogin(/** @type {import('./api.mjs').Api} */ api) {
  try {
    return /** @type {string} */ ((await api('GET', '/user')).login);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function markerOf(text) {
  const [first = ''] = lines(text);
  if (/^<!-- harden: .+ -->$/.test(first)) return first;
  throw new Error('the comment does not begin with its marker');
}

/** @param {string} text */
function lines(text) {
  return text.trimEnd().split(/\r?\n/);
}
