import type { Secret, Step } from './types.ts';

/** What never leaves the user's folder, wherever it lies in it: secrets, histories, rests of builds. */
const NEVER = [
  ...['.git', '.hg', '.svn'],
  ...['.env*', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore'],
  ...['id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*'],
  ...['.npmrc', '.netrc', '.pypirc', '.git-credentials', '.htpasswd'],
  ...['.aws', '.azure', '.ssh', '.gnupg', '.kube', '.docker'],
  ...['.harden', 'node_modules', '.venv', '__pycache__'],
];

/** The patterns of the deny-list, at any depth. */
export const DENIED = NEVER.map((name) => `**/${name}`);

const DENIED_NAME = new RegExp(
  `^(?:${NEVER.map((name) => name.replaceAll('.', '\\.').replaceAll('*', '.*')).join('|')})$`,
  'i',
);

/** Whether a pattern names, without wildcards, a file that the deny-list would keep out. */
export function namesDenied(pattern: string): boolean {
  if (/[*?[\]]/.test(pattern)) return false;
  return pattern.split('/').some((name) => DENIED_NAME.test(name));
}

/** Where a secret comes from, as one text: its name in the engine too. */
export function sourceOf({ from }: Secret): string {
  return 'env' in from ? `env:${from.env}` : `file:${from.file}`;
}

/** The files of the project that hold secrets of steps: they reach those steps and nothing else. */
export function secretFiles(steps: readonly Step[]): string[] {
  const files = steps.flatMap(({ secrets = [] }) =>
    secrets.flatMap(({ from }) => ('file' in from ? [from.file.replace(/^(?:\.\/)+/, '')] : [])),
  );
  return [...new Set(files)].filter((file) => !/^[~/]|^\.\.\//.test(file));
}
