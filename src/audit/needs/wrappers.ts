import { readCommandLine } from '../../init/command-line.ts';
import { objectOf, record } from '../../scan/json-object.ts';
import { lastPart } from '../tree.ts';

/** Programs that start another one, with the options that have a value. */
const WRAPPERS: Record<string, RegExp> = {
  tini: /^-[pe]$/,
  'tini-static': /^-[pe]$/,
  'docker-init': /^-[pe]$/,
  'dumb-init': /^(?:-r|--rewrite)$/,
  catatonit: /^$/,
  env: /^-[uC]$/,
  nohup: /^$/,
  gosu: /^$/,
  'su-exec': /^$/,
};
/** These take a user before the command. */
const WITH_USER = new Set(['gosu', 'su-exec']);

/** The command behind a wrapper. */
export function wrapped(argv: readonly string[]): string[] | undefined {
  const name = lastPart(argv[0] ?? '');
  const valued = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (!valued) return undefined;
  let at = 1;
  while (argv[at]?.startsWith('-') && argv[at] !== '--') at += valued.test(argv[at] ?? '') ? 2 : 1;
  if (argv[at] === '--') at += 1;
  while (name === 'env' && /^\w+=/.test(argv[at] ?? '')) at += 1;
  if (WITH_USER.has(name)) at += 1;
  const rest = argv.slice(at);
  return rest.length > 0 ? rest : undefined;
}

/** What `npm start` and the like start: the script of the package.json, where that is one command. */
export function scriptCommand(argv: readonly string[], manifest: string | undefined) {
  const [program = '', first = '', second] = argv;
  if (manifest === undefined || !/^(?:npm|pnpm|yarn)$/.test(lastPart(program))) return undefined;
  const name = first === 'run' || first === 'run-script' ? second : first;
  const script = record(objectOf(manifest)['scripts'])[name ?? ''];
  return typeof script === 'string' ? readCommandLine(script)?.argv : undefined;
}
