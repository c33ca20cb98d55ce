/** Far longer ones are too large for an engine once something is put around them. */
const MOST = 1000;

/** Whether a text is a regular expression that can be used. */
export function isPattern(source: string): boolean {
  try {
    return source.length <= MOST && Boolean(new RegExp(source, 'mu'));
  } catch {
    return false;
  }
}
