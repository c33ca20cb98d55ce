import { readCommandLine } from '../command-line.ts';
import { firstHit } from '../lines.ts';
import type { ProjectView } from '../types.ts';
import type { Manifest } from './node-manifest.ts';

/** A program that makes a site of pages, each a file of its own. */
interface Generator {
  package: string;
  /** Its program, and the word after it that builds. */
  program: string;
  word?: string;
  /** Words with which it serves, or goes on building, and ends never. */
  never?: RegExp;
  output: string;
  /** An option, and a key of its configuration, that names another folder. */
  option?: string;
  key?: { files: RegExp; pattern: RegExp };
}

const GENERATORS: readonly Generator[] = [
  {
    package: 'astro',
    program: 'astro',
    word: 'build',
    output: 'dist',
    option: '--outDir',
    key: {
      files: /^astro\.config\.[cm]?[jt]s$/,
      pattern: /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/,
    },
  },
  {
    package: '@11ty/eleventy',
    program: 'eleventy',
    never: /^--(?:serve|watch)$/,
    output: '_site',
    option: '--output',
    key: {
      files: /^(?:\.eleventy\.js|eleventy\.config\.[cm]?js)$/,
      pattern: /\b(?:output\s*:|setOutputDirectory\()\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/,
    },
  },
  {
    package: '@docusaurus/core',
    program: 'docusaurus',
    word: 'build',
    output: 'build',
    option: '--out-dir',
  },
  // The folder of its pages comes after the word, and what it builds lies in there.
  { package: 'vitepress', program: 'vitepress', word: 'build', output: '.vitepress/dist' },
];

export interface SiteBuild {
  package: string;
  script: string;
  output: string;
}

/** The script of package.json that makes a site, and where that lies then; `build` comes first. */
export function siteBuild(view: ProjectView, { scripts }: Manifest): SiteBuild | undefined {
  const names = Object.keys(scripts).sort((a, b) => Number(b === 'build') - Number(a === 'build'));
  for (const script of names) {
    for (const part of (scripts[script] ?? '').split('&&')) {
      const argv = readCommandLine(part.trim())?.argv ?? [];
      const [program, ...words] = argv[0] === 'npx' ? argv.slice(1) : argv;
      const generator = GENERATORS.find((one) => {
        const named = program === one.program || program === one.package;
        const builds = one.word === undefined || words[0] === one.word;
        return named && builds && !words.some((word) => one.never?.test(word));
      });
      if (generator)
        return { package: generator.package, script, output: outputOf(view, generator, words) };
    }
  }
  return undefined;
}

function outputOf(view: ProjectView, generator: Generator, words: readonly string[]): string {
  const { program, option = '', key, output } = generator;
  if (program === 'vitepress') {
    const root = words[1]?.startsWith('-') ? '' : (words[1] ?? '');
    return plain([root, output].filter(Boolean).join('/'));
  }
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const given = words[at]?.split('=')[1] ?? words[at + 1];
  if (at >= 0 && given) return plain(given);
  const configs = view.paths.filter((path) => key?.files.test(path));
  return (key && firstHit(view, configs, key.pattern)?.match[1]) ?? output;
}

function plain(path: string): string {
  return path.replace(/^\.\//, '').replace(/\/+$/, '');
}
