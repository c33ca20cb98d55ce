// How large an image is beside a naive one of the same program: all of the toolchain's image, with
// source, dependencies and output in it, as a Dockerfile of one stage leaves them. Caches of package
// managers do not count, though many a Dockerfile leaves them as well.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from './setup.mjs';

const EXAMPLES = ['go-api', 'rust-api', 'java-api', 'node-api', 'python-api'];
const LEFT_OUT = /(?:^|[\\/])(?:\.harden|node_modules)$/;

/** Markdown lines, one for each example. */
export function sizeTable() {
  return [
    '| example | harden MB | naive MB | percent |',
    '|---|---:|---:|---:|',
    ...EXAMPLES.map((name) => {
      const { lean, naive } = sizesOf(name);
      const row = [name, megabytes(lean), megabytes(naive), ((lean / naive) * 100).toFixed(1)];
      return `| ${row.join(' | ')} |`;
    }),
  ];
}

function sizesOf(name) {
  const parent = mkdtempSync(join(tmpdir(), 'harden-sizes-'));
  const folder = join(parent, name);
  try {
    cpSync(join(root, 'examples', name), folder, {
      recursive: true,
      filter: (path) => !LEFT_OUT.test(path),
    });
    const lean = built(folder);
    const file = join(folder, 'hardening.yaml');
    const spec = parse(readFileSync(file, 'utf8'));
    writeFileSync(file, stringify(naiveSpec(spec, harden(['plan', folder, '--json']))));
    return { lean, naive: built(folder) };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function naiveSpec({ smoke: _, ...spec }, { toolchain, artifacts }) {
  const outside = artifacts.filter(({ from }) => !from.startsWith('/src'));
  return {
    ...spec,
    base: { image: toolchain.ref },
    artifacts: [{ from: '/src', to: '/src' }, ...outside.map(({ from, to }) => ({ from, to }))],
    policy: { preset: 'audit' },
  };
}

/** Bytes, uncompressed. What is known of the image does not matter here. */
function built(folder) {
  return harden(['build', folder, '--json']).image.size.uncompressed;
}

function harden(args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 };
  const run = spawnSync(process.execPath, ['dist/cli.js', ...args], options);
  if (run.stdout === '') throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
