import type { DockerfileHints } from '../init/dockerfile/hints.ts';
import { programReason } from './reasons.ts';
import type { Judgement } from './types.ts';

/** A package that a Dockerfile installs into the image. */
export interface NamedPackage extends Judgement {
  name: string;
  line: number;
}

/** What packages are called otherwise than the program that they are installed for. */
const PROGRAM_OF: [name: RegExp, program: string][] = [
  [/^iputils-ping$|^inetutils-ping$/, 'ping'],
  [/^openssh-(?:client|server)$/, 'ssh'],
  [/^netcat(?:-\w+)?$/, 'nc'],
  [/^(?:bind9-)?dnsutils$/, 'dig'],
  [/^net-tools$/, 'netstat'],
  [/^iproute2$/, 'ip'],
  [/^procps$/, 'ps'],
  [/^man-db$/, 'man'],
  [/^vim(?:-\w+)?$/, 'vim'],
  [/^build-essential$/, 'make'],
  [/^gnupg\d?$/, 'gpg'],
  [/^python3?-pip$/, 'pip'],
  [/^(?:gcc|g\+\+|clang|cpp)(?:-\d+)?$/, 'gcc'],
  [/^(?:mercurial|subversion)$/, 'git'],
];
const HEADERS = /-(?:dev|headers)$/;

/** The packages that stay in the image, each once, with why a program at run time needs it not. */
export function namedPackages(hints: DockerfileHints): NamedPackage[] {
  const used = usedWords(hints);
  const named = new Map<string, NamedPackage>();
  for (const { value: name, evidence } of hints.runtimePackages) {
    if (named.has(name)) continue;
    named.set(name, { name, line: evidence[0]?.line ?? 1, ...judged(name, used) });
  }
  return [...named.values()];
}

function judged(name: string, used: ReadonlySet<string>): Judgement {
  const program = PROGRAM_OF.find(([pattern]) => pattern.test(name))?.[1] ?? name;
  if (used.has(program) || used.has(name)) {
    return { verdict: 'needed', why: `the command or the health check names ${program}` };
  }
  if (HEADERS.test(name))
    return { verdict: 'unnecessary', why: 'what a compiler reads, and nothing that runs' };
  const why = programReason(program);
  if (why) return { verdict: 'unnecessary', why };
  return { verdict: 'unknown', why: 'a Dockerfile does not say what uses it; audit the image' };
}

/** Words of what the image runs: its command and its health check. */
function usedWords({ final }: DockerfileHints): Set<string> {
  const lines = final.flatMap(({ instructions }) =>
    instructions.filter(({ name }) => ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(name)),
  );
  return new Set(lines.flatMap(({ rest }) => rest.match(/[\w.+-]+/g) ?? []));
}
