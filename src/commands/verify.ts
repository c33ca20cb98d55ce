import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/visible.ts';
import { hostPlatform } from '../platform.ts';
import { createRegistryClient } from '../registry/client.ts';
import { visibleJson } from '../report/visible.ts';
import { verifyAll } from '../verify/platforms.ts';
import type { Verified } from '../verify/types.ts';
import type { Verification } from '../verify/verification.ts';
import { verifyImage } from '../verify.ts';
import { showDiagnostics } from './show.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';
import { trustedOf } from './trusted.ts';

/** `harden verify IMAGE`: exit 0 when all holds, 7 when something does not. */
export const runVerify: CommandRun = async ([image = ''], options, terminal) => {
  const { env, signal } = terminal;
  const path = options['rebuild'];
  const trusted = await trustedOf(options, terminal);
  const base = baseOf(options);
  const registry = createRegistryClient({ env, signal });
  const request = {
    ...{ image, platform: hostPlatform(), registry },
    ...(trusted && { trusted }),
    ...(base && { base }),
  };
  const shown = (verification: Verification, verified: readonly Verified[]) =>
    show(verification, verified, options, terminal);
  if (path === undefined) {
    const { verification, verified } = await verifyAll(request);
    return shown(verification, verified);
  }
  const { rebuildOf } = await import('./verify-rebuild.ts');
  const folder = path === true ? '.' : String(path);
  return rebuildOf(
    await verifyImage(request),
    { folder, registry, signed: trusted !== undefined, shown },
    options,
    terminal,
  );
};

function show(
  verification: Verification,
  verified: readonly Verified[],
  options: Options,
  terminal: Terminal,
): number {
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(verification, null, 2))}\n`);
  else terminal.err(textOf(verified));
  const code = showDiagnostics(problemsOf(verified), new Map(), terminal);
  if (verification.pass && !options['json']) terminal.out(`${verification.image}\n`);
  return code;
}

const FIXES: Record<string, string> = {
  'verify/no-signature':
    'name who signed it, or publish it signed: harden publish --sign-key or --sign-keyless',
  'verify/no-statement': 'publish it again, signed: harden publish --sign-key or --sign-keyless',
  'verify/not-passed': 'do not run this image; build it again',
  'verify/other-base': 'do not run this image; build it again on the base it should have',
  'verify/not-reproduced':
    'check out the sources that were recorded, with the harden that built them; where both are right, look at what the steps take from outside',
};

/** One for each code: without a key's signatures, all that it should have signed is missing. */
export function problemsOf(verified: readonly Verified[]): Diagnostic[] {
  const failed = verified.flatMap((one) => (one.code ? [{ ...one, code: one.code }] : []));
  const codes = [...new Set(failed.map(({ code }) => code))];
  return codes.map((code) => {
    const facts = failed.filter((one) => one.code === code);
    const message = facts.map(({ id, evidence }) => `${id}: ${evidence}`).join('\n');
    return error(code, message, { hint: FIXES[code] ?? '' });
  });
}

/** Further lines of the evidence stand under its first one. */
function textOf(verified: readonly Verified[]): string {
  const held = verified.filter(({ pass }) => pass);
  return held
    .map(({ id, evidence }) => `holds  ${id.padEnd(10)}  ${visible(evidence)}\n`)
    .map((text) => text.replace(/\n(?!$)/g, `\n${' '.repeat(19)}`))
    .join('');
}

function baseOf(options: Options): string | undefined {
  if (options['base'] === undefined) return undefined;
  const [, digest] = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(String(options['base'])) ?? [];
  if (digest) return digest;
  throw new HardenError(
    error('cli/bad-option', `--base ${String(options['base'])} has no digest`, {
      hint: 'write it as --base sha256:… or --base name@sha256:…',
    }),
  );
}
