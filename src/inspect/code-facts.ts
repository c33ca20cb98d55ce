/** What the text of a module says of others. */
export interface CodeFacts {
  /** Modules that it imports: dotted names of Python, names of packages of Node. */
  imports: string[];
  /** Of a module that starts other programs, the words in its texts: some are names of programs. */
  starts?: string[];
}

/** Modules of Python, but for its own; those of Node, but for what is installed. */
const PYTHON = /\.py$/;
const NODE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const OF_PYTHON = /(?:^|\/)lib\/(?:python3(?:\.\d+)?|pypy3[.\d]*)\/(?!(?:site|dist)-packages\/)/;
const TESTS = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const INSTALLED = /(?:^|\/)node_modules\//;

export function isCode(path: string): boolean {
  if (PYTHON.test(path)) return !OF_PYTHON.test(path) && !TESTS.test(path);
  return NODE.test(path) && !INSTALLED.test(path);
}

/** Nothing for a module that neither imports anything nor starts a program. */
export function factsOf(path: string, text: string): CodeFacts | undefined {
  const found = PYTHON.test(path) ? pythonFacts(text) : nodeFacts(text);
  return found.imports.length > 0 || found.starts ? found : undefined;
}

const IMPORT =
  /^[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+([A-Za-z_][\w.]*)[ \t]+import\b[ \t(]*([\w, \t]*))/gm;
const BY_NAME = /\b(?:import_module|__import__)\([ \t]*["']([\w.]+)["']/g;
const PYTHON_STARTS =
  /\bsubprocess\.(?:run|Popen|call|check_\w+|getoutput|getstatusoutput)\b|\bos\.(?:system|popen|exec[lv]\w*|spawn\w+|posix_spawn\w*)\b|\bcreate_subprocess_(?:exec|shell)\b|\bfrom[ \t]+subprocess[ \t]+import\b/;
/** A command line in one text is a shell's. */
const PYTHON_SHELL =
  /\bos\.(?:system|popen)\b|\bshell[ \t]*=[ \t]*True\b|\bcreate_subprocess_shell\b|\bget(?:status)?output\b/;

function pythonFacts(text: string): CodeFacts {
  const names = new Set<string>();
  for (const [, modules, from, what = ''] of text.matchAll(IMPORT)) {
    for (const one of (modules ?? '').split(',')) {
      const name = one.trim().split(/\s/)[0] ?? '';
      if (/^[A-Za-z_]/.test(name)) names.add(name);
    }
    if (!from) continue;
    names.add(from);
    // What is imported may be a module of its own: `from google import auth`.
    for (const one of what.split(',')) {
      const name = one.trim().split(/\s/)[0] ?? '';
      if (/^[A-Za-z_]\w*$/.test(name)) names.add(`${from}.${name}`);
    }
  }
  for (const [, name = ''] of text.matchAll(BY_NAME)) names.add(name);
  return factsWith(names, PYTHON_STARTS.test(text), PYTHON_SHELL.test(text), text);
}

const REQUIRE =
  /\b(?:require|import)\([ \t]*["']([^"'\s]+)["']|\bfrom[ \t]*["']([^"'\s]+)["']|^[ \t]*import[ \t]+["']([^"'\s]+)["']/gm;
const NODE_STARTS = /["'](?:node:)?child_process["']|["']execa["']/;
const NODE_SHELL = /\bexec(?:Sync)?\(|\bshell:[ \t]*true\b/;

function nodeFacts(text: string): CodeFacts {
  const names = new Set<string>();
  for (const [, called, from, bare] of text.matchAll(REQUIRE)) {
    const name = packageName(called ?? from ?? bare ?? '');
    if (name) names.add(name);
  }
  return factsWith(names, NODE_STARTS.test(text), NODE_SHELL.test(text), text);
}

/** `@scope/name/file.js` is `@scope/name`; paths and Node's own modules are no packages. */
function packageName(specifier: string): string | undefined {
  if (/^(?:[./]|node:)/.test(specifier)) return undefined;
  return /^(?:@[\w.-]+\/)?[\w.-]+/.exec(specifier)?.[0];
}

function factsWith(
  names: ReadonlySet<string>,
  starts: boolean,
  shell: boolean,
  text: string,
): CodeFacts {
  return {
    imports: [...names].sort(),
    ...(starts && { starts: [...new Set([...(shell ? ['sh'] : []), ...wordsIn(text)])] }),
  };
}

const TEXT = /"([^"\n]{1,200})"|'([^'\n]{1,200})'|`([^`\n]{1,200})`/g;
const MAX_WORDS = 2_000;

/** The words of all texts: names of programs may be anywhere in them. */
function wordsIn(text: string): string[] {
  const words = new Set<string>();
  for (const [, double, single, back] of text.matchAll(TEXT)) {
    for (const word of (double ?? single ?? back ?? '').split(/[^\w.+-]+/)) {
      if (/^[a-z][\w.+-]*$/.test(word) && words.size < MAX_WORDS) words.add(word);
    }
  }
  return [...words];
}
