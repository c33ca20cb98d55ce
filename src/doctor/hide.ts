const NAMES = /TOKEN|SECRET|PASS|KEY|CREDENTIAL|AUTH|COOKIE|PRIVATE/i;
/** Shorter ones would be found in any text. */
const SHORTEST = 4;

/** Hides values of variables that are secrets by their name, and the passwords of all URLs. */
export function hiding(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) => (NAMES.test(name) && value ? value.split(/\r?\n/) : []))
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST)
    .flatMap((line) => [line, encodeURIComponent(line), Buffer.from(line).toString('base64')])
    .sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((shown, one) => shown.replaceAll(one, '***'), text)
      .replace(/(:\/\/)[^\s/@"']+@/g, '$1***@');
}
