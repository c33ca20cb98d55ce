import { ROOT } from '../../program.ts';
import type { Facts } from './facts.ts';

/** What must not be, and where it is all the same. */
export interface Rule {
  what: string;
  broken(facts: Facts): string[];
}

/** What npm runs on the machine of whoever installs a package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];

export const RULES: Rule[] = [
  {
    what: 'the package needs no other package when it runs',
    broken: ({ manifest: { dependencies, optionalDependencies, bundleDependencies } }) => [
      ...Object.keys({ ...dependencies, ...optionalDependencies }),
      ...(bundleDependencies ?? []),
    ],
  },
  {
    what: 'installing it runs nothing',
    broken: ({ manifest: { scripts = {} } }) => INSTALL_SCRIPTS.filter((name) => name in scripts),
  },
  {
    what: 'what is published is named, folder by folder',
    broken: ({ manifest: { files = [] } }) => {
      const open = files.filter((name) => /^(?:\.|\*|test|examples|scripts|src)/.test(name));
      return files.length > 0 ? open : ['everything'];
    },
  },
  {
    what: 'every package of the lock has a digest',
    broken: ({ lock: { packages } }) =>
      Object.entries(packages)
        .filter(
          ([path, { link, integrity = '' }]) => path && !link && !integrity.startsWith('sha512-'),
        )
        .map(([path]) => path),
  },
  {
    what: 'the lock names no place that packages are fetched from',
    broken: ({ lock: { packages } }) =>
      Object.entries(packages)
        .filter(([, { resolved, link }]) => resolved !== undefined && !link)
        .map(([path]) => path),
  },
  inWorkflows('no workflow begins with a right', /^permissions: \{\}$/m, true),
  inWorkflows(
    'no workflow runs for a fork with rights of the repository',
    /pull_request_target|workflow_run/,
  ),
  inWorkflows(
    'no workflow knows a secret that could be stolen',
    /\bsecrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/,
  ),
  inWorkflows('every action is named by its commit', /uses: (?!\.\/)\S+@(?![0-9a-f]{40} )\S+/),
  inWorkflows(
    'no checkout leaves its credentials',
    /actions\/checkout@(?!.*\n\s+with: \{ persist-credentials: false \})/,
  ),
  inWorkflows(
    'no script of a workflow has an expression pasted into it',
    /run:.*\$\{\{|run: \|\n(?:\s{10,}.*\n)*?\s{10,}.*\$\{\{/,
  ),
  inWorkflows(
    'no package runs a script when it is installed for a release',
    /npm install(?!.*--ignore-scripts)/,
  ),
  {
    what: 'what is published has a provenance of its build',
    broken: ({ workflows }) =>
      /publish .*--provenance/.test(workflows['release.yml'] ?? '') ? [] : ['release.yml'],
  },
  {
    what: 'a release has the right to say who it is, and to write nothing of the repository',
    broken: ({ workflows }) =>
      (workflows['release.yml'] ?? '').match(/^\s+[\w-]+: write/gm)?.join() ===
      '      id-token: write'
        ? []
        : ['release.yml'],
  },
  inSources(
    'no text is run as a program',
    /\beval\(|new Function\(|\bvm\b.*from 'node:vm'|runInContext/,
  ),
  inSources(
    'no shell is started',
    /(?<![.\w])exec(?:Sync)?\(|shell: true|['"](?:ba|da)?sh['"], ['"]-c['"]/,
  ),
  inSources('no certificate goes unread', /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED/),
  inSources(
    'no temporary file has a name that can be guessed',
    /tmpdir\(\)[^;]*(?:Math\.random|Date\.now|process\.pid)/,
  ),
  {
    what: 'what is published holds no path of the machine that built it',
    broken: ({ built }) => having(built, new RegExp(ROOT.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))),
  },
  {
    what: 'every package that is bundled is in the bill of materials',
    broken: ({ built }) => {
      const bill = built['bundled.cdx.json'] ?? '';
      const names = new Set(
        Object.values(built).flatMap((text) =>
          [...text.matchAll(/^\/\/(?:#region)? node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(
            ([, name = '']) => name,
          ),
        ),
      );
      const missing = [...names].filter((name) => !bill.includes(`"name": "${name}"`));
      return names.size > 5 ? missing : ['no package was seen'];
    },
  },
];

/** What no workflow has, or each of them. */
function inWorkflows(what: string, pattern: RegExp, wanted = false): Rule {
  return {
    what,
    broken: ({ workflows }) =>
      Object.keys(workflows).filter((name) => pattern.test(workflows[name] ?? '') !== wanted),
  };
}

function inSources(what: string, pattern: RegExp): Rule {
  return { what, broken: ({ sources }) => having(sources, pattern) };
}

function having(texts: Record<string, string>, pattern: RegExp): string[] {
  return Object.keys(texts).filter((name) => pattern.test(texts[name] ?? ''));
}
