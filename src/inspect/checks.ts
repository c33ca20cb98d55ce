import type { OciConfig } from '../oci/spec.ts';
import type { Check } from '../report/types.ts';
import { checkEntrypoint, checkExecForm } from './entrypoint.ts';
import type { ImageFile, Inventory } from './types.ts';

const SHELLS = /^(?:sh|bash|dash|ash|zsh|ksh|mksh|fish|csh|tcsh|busybox|toybox)$/;
const MANAGERS =
  /^(?:apt|apt-get|aptitude|dpkg|apk|rpm|yum|dnf|microdnf|tdnf|zypper|pacman|pip[\d.]*|pipx|uv|poetry|conda|npm|npx|yarn|pnpm|corepack|gem|bundle|cargo|composer)$/;
/** A package manager of a language runs as a module too, without a program in a bin folder. */
const MANAGER_MODULES =
  /(?:^|\/)(?:site-packages|dist-packages)\/pip\/__main__\.py$|(?:^|\/)node_modules\/npm\/package\.json$/;
const BIN = /(?:^|\/)(?:bin|sbin|busybox)\/([^/]+)$/;
/** Folders that are world-writable by the standard; they need the sticky bit to be so. */
const SHARED = new Set(['tmp', 'var/tmp', 'run/lock', 'dev/shm']);

/** The hardening checks on the final image, in a fixed order, each with what it saw. */
export function checkImage(inventory: Inventory, config: OciConfig): Check[] {
  const { files } = inventory;
  return [
    checkUser(config.config?.User ?? ''),
    none(
      'no-shell',
      files.filter((file) => isProgram(file, SHELLS)),
      'no shell in any bin folder',
    ),
    none('no-package-manager', files.filter(isManager), 'no package manager'),
    none('no-setuid', files.filter(gainsRights), 'no file with setuid, setgid or capabilities'),
    none(
      'no-world-writable',
      files.filter(isWorldWritable),
      'nothing that everyone can write outside /tmp',
    ),
    checkLinks(inventory),
    checkEntrypoint(files, config),
    checkExecForm(config, SHELLS),
  ];
}

/** A name would have to be looked up in the image, and Kubernetes cannot prove it is not root. */
function checkUser(user: string): Check {
  const uid = /^(\d+)(?::\d+)?$/.exec(user)?.[1];
  const pass = uid !== undefined && Number(uid) > 0;
  const fact = user === '' ? 'no User is set, so it runs as root' : `User is ${user}`;
  return {
    id: 'runs-as-non-root',
    pass,
    evidence: pass ? fact : `${fact}; a numeric id above 0 was expected`,
  };
}

function isProgram(file: ImageFile, names: RegExp): boolean {
  const name = BIN.exec(file.path)?.[1];
  return name !== undefined && file.type !== 'directory' && names.test(name);
}

function isManager(file: ImageFile): boolean {
  return isProgram(file, MANAGERS) || MANAGER_MODULES.test(file.path);
}

function gainsRights(file: ImageFile): boolean {
  const runs = file.type === 'file' || file.type === 'hardlink';
  return runs && ((file.mode & 0o6000) !== 0 || file.capabilities);
}

function isWorldWritable(file: ImageFile): boolean {
  if (file.type === 'symlink' || (file.mode & 0o002) === 0) return false;
  return !(SHARED.has(file.path) && file.mode & 0o1000);
}

/** `/lib` is a link in many bases: a folder in its place hides the loader and every library. */
function checkLinks({ replacedLinks }: Inventory): Check {
  const shown = replacedLinks.map(({ path, target }) => `/${path} (was a link to ${target})`);
  const evidence = shown.length
    ? `a folder has taken the place of ${listed(shown)}`
    : 'every link of the base is still there';
  return { id: 'base-links-kept', pass: shown.length === 0, evidence };
}

function none(id: string, found: ImageFile[], fact: string): Check {
  const paths = found.map((file) => `/${file.path}`);
  return { id, pass: paths.length === 0, evidence: paths.length ? listed(paths) : fact };
}

function listed(names: string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return names.slice(0, 10).join(', ') + more;
}
