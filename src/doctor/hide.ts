import { hiderOf } from '../diagnostics/hide.ts';

const NAMES = /TOKEN|SECRET|PASS|KEY|CREDENTIAL|AUTH|COOKIE|PRIVATE/i;

/** Hides values of variables that are secrets by their name, and the passwords of all URLs. */
export function hiding(env: NodeJS.ProcessEnv): (text: string) => string {
  const hide = hiderOf(
    Object.entries(env).flatMap(([name, value]) => (NAMES.test(name) && value ? [value] : [])),
  );
  return (text) => hide(text).replace(/(:\/\/)[^\s/@"']+@/g, '$1***@');
}
