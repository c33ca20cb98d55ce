import { LACKING } from './lacking-tools.ts';
import type { Toolchain } from './types.ts';
import { wanting } from './wanting-package.ts';

/** What a failed step says, and what to change then. */
export interface StepSymptom {
  pattern: RegExp;
  hint(match: RegExpExecArray, failed: Failed): string;
}

export interface Failed {
  log: string;
  /** What the step ran in. */
  toolchain?: Toolchain;
}

/** What to do about a step that failed, if its own words tell. */
export function stepHint(log: string, toolchain?: Toolchain): string | undefined {
  for (const { pattern, hint } of SYMPTOMS) {
    const match = pattern.exec(log);
    if (match) return hint(match, { log, ...(toolchain && { toolchain }) });
  }
  return undefined;
}

const relock = (lock: string, of: string, command: string): StepSymptom['hint'] => {
  return () => `${lock} is not what ${of} asks for: run ${command}, and commit ${lock}`;
};

/** The lock file of a manager is not that of its manifest. */
const OUTDATED: StepSymptom[] = [
  {
    pattern: /`npm ci` can only install packages when/,
    hint: relock('package-lock.json', 'package.json', 'npm install'),
  },
  {
    pattern: /ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_LOCKFILE_CONFIG_MISMATCH/,
    hint: relock('pnpm-lock.yaml', 'package.json', 'pnpm install'),
  },
  {
    pattern: /Your lockfile needs to be updated|The lockfile would have been modified/,
    hint: relock('yarn.lock', 'package.json', 'yarn install'),
  },
  {
    pattern: /lockfile had changes, but lockfile is frozen/,
    hint: relock('bun.lock', 'package.json', 'bun install'),
  },
  {
    pattern: /lockfile at `?uv\.lock`? needs to be updated/,
    hint: relock('uv.lock', 'pyproject.toml', 'uv lock'),
  },
  {
    pattern: /pyproject\.toml changed significantly since poetry\.lock/,
    hint: relock('poetry.lock', 'pyproject.toml', 'poetry lock'),
  },
  {
    pattern: /missing go\.sum entry|updates to go\.(?:mod|sum) needed|go: updates to go\.mod/,
    hint: () => 'go.mod and go.sum are not what the sources import: run go mod tidy, commit both',
  },
  {
    pattern: /THESE PACKAGES DO NOT MATCH THE HASHES/,
    hint: () =>
      'a package is not the one that was locked: if its index serves another file on purpose, lock again',
  },
  {
    pattern: /No matching distribution found for ([^\s(]+)/,
    hint: ([, wanted]) =>
      `no index has ${wanted} for this Python: ask for another release, and write requirements.txt anew (uv pip compile, or pip-compile)`,
  },
  {
    pattern: /because these package versions have conflicting dependencies|ResolutionImpossible/,
    hint: () =>
      'releases in requirements.txt exclude each other: write it anew (uv pip compile, or pip-compile)',
  },
  {
    pattern: /No matching version found for (\S+?)\.?$|'([^'\s]+)' is not in this registry/m,
    hint: ([, version, name]) =>
      `the registry has no ${version ?? name}: correct it in package.json, run npm install, and commit package-lock.json`,
  },
  {
    pattern: /all requirements must have their versions pinned with ==/,
    hint: () =>
      'some lines of requirements.txt have hashes and others have none: write them all with uv pip compile --generate-hashes',
  },
];

const VERSIONS: StepSymptom[] = [
  {
    pattern: /requires go >= (\d+\.\d+)[\d.]* \(running go (\d+\.\d+)/,
    hint: ([, wanted, has]) => `the toolchain is Go ${has}: write with: {version: "${wanted}"}`,
  },
  {
    pattern:
      /requires a different Python: ([\d.]+) not in ['"]([^'"]+)|resolved to Python ([\d.]+), which is incompatible with the project's Python requirement: `([^`]+)`|Current Python version \(([\d.]+)\) is not allowed by the project \(([^)]+)\)/,
    hint: ([, a, b, c, d, e, f]) =>
      `the toolchain is Python ${a ?? c ?? e}, and ${b ?? d ?? f} is asked for: write that version under with, or another release of the package`,
  },
  {
    pattern: /ERR_PNPM_UNSUPPORTED_ENGINE|EBADENGINE|The engine "node" is incompatible/,
    hint: () =>
      'a package wants another Node: write the one it names under with: {version: …}, or lock another release of the package',
  },
];

const REACH: StepSymptom[] = [
  {
    pattern: /Host key verification failed/,
    hint: () => "the host's key is not in the file of build.ssh.knownHosts: add it there",
  },
  {
    pattern: /Permission denied \(publickey/,
    hint: () => 'the agent has no key that the host takes: list its keys with ssh-add -l',
  },
  {
    pattern: /no secure protocol found for repository/,
    hint: () =>
      'git got no answer over SSH: see that the key of the host is in build.ssh.knownHosts, and yours in the agent (ssh-add -l)',
  },
  {
    pattern: /407 Proxy Authentication|Proxy Authentication Required/i,
    hint: () => 'the proxy wants a password: put it into HTTPS_PROXY of this machine',
  },
  {
    pattern:
      /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|self[- ]signed certificate|unable to get local issuer certificate|signed by unknown authority|CERTIFICATE_VERIFY_FAILED|invalid peer certificate/,
    hint: () =>
      'a server is vouched for by a CA that the step does not know: name it in network.ca',
  },
  {
    pattern: /\bE401\b|401 Unauthorized|\bE403\b|403 Forbidden|401 Error|403 Error/,
    hint: () => 'a server wants credentials, or other ones: name them in build.secrets',
  },
  {
    pattern:
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)|Could not resolve host: ([\w.-]+)|lookup ([\w.-]+)(?: on [\d.:]+)?: (?:no such host|server misbehaving)|host='([\w.-]+)'[^\n]*(?:resol|Name or service)|failed to lookup address information|Temporary failure in name resolution|Name or service not known/,
    hint: ([, a, b, c, d], { log }) => {
      const host = a ?? b ?? c ?? d ?? 'another machine';
      const script = scriptOf(log);
      const who = script ? `the install script of ${script}` : 'the step';
      const off = script ? 'refuse the script in package.json' : 'turn the download off';
      return `${who} wants ${host} and does not reach it: name a proxy or a mirror that this machine reaches (network.proxy, build.env), or ${off}`;
    },
  },
  {
    pattern: /ECONNREFUSED ([\d.:a-f[\]]+)|dial tcp ([\d.:a-f[\]]+): connect/,
    hint: ([, a, b]) =>
      `nobody answers at ${a ?? b}: a step runs in a machine of its own, where localhost is not yours`,
  },
];

/** The package whose own script failed, which npm tells by the command that it ran. */
function scriptOf(log: string): string | undefined {
  return /^npm error command sh -c /m.test(log) ? wanting(log) : undefined;
}

const SCRIPTS: StepSymptom[] = [
  {
    pattern: /strict-allow-scripts|ESTRICTALLOWSCRIPTS|ERR_PNPM_IGNORED_BUILDS/,
    hint: () =>
      'a package has an install script that the project says nothing of: allow or refuse it in package.json (npm: allowScripts, pnpm: onlyBuiltDependencies)',
  },
  {
    pattern: /Missing script: "([^"]+)"/,
    hint: ([, script]) => `package.json has no script ${script}: add it, or name other build.steps`,
  },
];

/** What is special comes first: a script without network ends in a failed compiler as well. */
const SYMPTOMS: StepSymptom[] = [...OUTDATED, ...VERSIONS, ...LACKING, ...REACH, ...SCRIPTS];
