import { error, HardenError } from '../diagnostics/diagnostic.ts';

/** The forms of engine address that the Dagger client takes and harden lets through. */
const FORMS: Record<string, (rest: string) => boolean> = {
  unix: (rest) => rest.startsWith('/') && rest.length > 1,
  tcp: (rest) => /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/.test(rest) && portOf(rest) <= 65535,
  'docker-container': (rest) => /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(rest),
  'kube-pod': (rest) => /^[a-z0-9][a-z0-9.-]*(\?[A-Za-z0-9_.=&%@:/-]+)?$/.test(rest),
};

const EXAMPLES =
  'unix:///run/dagger.sock, tcp://HOST:PORT, docker-container://NAME, kube-pod://NAME';

/**
 * Checks an address the user gave; `from` says where. Throws `cli/bad-option` for one that has no
 * known form and `engine/unsupported` for a form harden does not use.
 */
export function checkAddress(address: string, from: string): string {
  const match = /^([a-z][a-z-]*):\/\/(.*)$/.exec(address);
  if (!match) throw new HardenError(badAddress(address, from));
  const [, scheme = '', rest = ''] = match;
  const form = FORMS[scheme];
  if (!form) {
    throw new HardenError(
      error('engine/unsupported', `${from} is ${address}, expected one of ${EXAMPLES}`, {
        hint: `use an engine at one of these; to let the SDK start one, start Docker and leave ${from} out`,
      }),
    );
  }
  if (!form(rest)) throw new HardenError(badAddress(address, from));
  return address;
}

function badAddress(address: string, from: string) {
  return error('cli/bad-option', `${from} is ${JSON.stringify(address)}, expected ${EXAMPLES}`, {
    hint: `write the whole address, for example ${from}=tcp://127.0.0.1:1234`,
  });
}

function portOf(rest: string): number {
  return Number(rest.slice(rest.lastIndexOf(':') + 1));
}
