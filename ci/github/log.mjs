// @ts-check
// What this action says in the log, as commands of the runner; text of others stays text.

/** @type {Record<string, string>} */
const ESCAPES = { '%': '%25', '\r': '%0D', '\n': '%0A' };

/**
 * @param {'notice' | 'warning' | 'error'} level
 * @param {string} message
 */
export function say(level, message) {
  const escaped = message.replace(/[%\r\n]/g, (sign) => ESCAPES[sign] ?? sign);
  process.stdout.write(`::${level} title=harden::${escaped}\n`);
}
