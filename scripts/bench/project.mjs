import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../setup.mjs';
import { added } from './examples.mjs';

const LEFT_OUT = /(?:^|[\\/])(?:\.harden|node_modules)$/;
const SPEC = 'hardening.yaml';

/** A copy of an example for one peer alone, locked, with the files that another builder needs of it. */
export function makeProject(example, peer, { folder, base }) {
  const place = join(folder, example.id, peer.id);
  const project = join(place, example.id);
  cpSync(join(root, 'examples', example.id), project, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(path),
  });
  const own = { example, project, output: join(place, 'output'), base };
  mkdirSync(own.output);
  setInSpec(project, { ...(base && { base: { image: base } }), ...peer.spec });
  harden('lock', project);
  const { scanners } = JSON.parse(harden('build', project, '--json'));
  if (peer.form) {
    harden('eject', project, `--${peer.form}`);
    // Of the harden that ejected nothing is left for the builder that is measured.
    rmSync(join(project, '.harden'), { recursive: true, force: true });
  }
  const changed = [...(example.line ?? []), ...(example.dependency ?? [])].map(({ file }) => file);
  const texts = [...new Set(changed)]
    .filter((file) => existsSync(join(project, file)))
    .map((file) => [file, readFileSync(join(project, file), 'utf8')]);
  const { digest: database } = scanners.find(({ name }) => name === 'trivy').database;
  return { ...own, changed, database, texts: Object.fromEntries(texts) };
}

/** Puts every file back, then makes the additions. */
export function change({ project, changed, texts }, additions, unique) {
  for (const file of changed) {
    if (file in texts) writeFileSync(join(project, file), texts[file]);
    else rmSync(join(project, file), { force: true });
  }
  for (const [file, text] of Object.entries(added(additions, texts, unique))) {
    writeFileSync(join(project, file), text);
  }
}

/**
 * Names another base in the files of the peer that name one, by the digest of its index or by that of its
 * image for one platform. What harden locks is locked.
 */
export function rebase({ peer, own }, base) {
  for (const file of peer.namesBase ?? []) {
    const path = join(own.project, file);
    const text = readFileSync(path, 'utf8');
    const [name] = own.base.split('@');
    const named = new RegExp(`${name}@sha256:[0-9a-f]{64}`, 'g');
    if (!named.test(text)) throw new Error(`${file} does not name the base ${name}`);
    writeFileSync(path, text.replace(named, base));
  }
  if (peer.namesBase?.includes(SPEC)) harden('lock', own.project);
  own.base = base;
}

function setInSpec(project, settings) {
  const file = join(project, SPEC);
  const spec = parse(readFileSync(file, 'utf8'));
  writeFileSync(file, stringify({ ...spec, ...settings }));
}

/** Runs harden to its end, not measured. */
export function harden(...args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], options);
  if (status !== 0)
    throw new Error(`harden ${args[0]} ended with ${status}\n${stderr.slice(-2000)}`);
  return stdout;
}
