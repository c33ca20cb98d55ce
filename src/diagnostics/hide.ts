/** Shorter ones would be found in any text. */
const SHORTEST = 4;

/** Hides secrets in texts: each line of them as it is, as in a URL, and in base64. */
export function hiderOf(values: Iterable<string>): (text: string) => string {
  const hidden = [...values]
    .flatMap((value) => value.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST)
    .flatMap((line) => [line, encodeURIComponent(line), Buffer.from(line).toString('base64')])
    .sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((shown, one) => shown.replaceAll(one, '***'), text);
}
