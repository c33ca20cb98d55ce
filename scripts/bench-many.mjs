// `npm run bench:many [images] [jobs]`: how long many small images take that are built already, by the
// stamps of their last builds and by the engine, beside the one of them that takes the engine longest,
// and how long 500 specs take to plan. Nothing fails on a time.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say } from './setup.mjs';
import { withEngine } from './with-engine.mjs';

const IMAGES = Number(process.argv[2] ?? 50);
const JOBS = process.argv[3] ?? String(2 * cpus().length);
const SPECS = 500;
const MOST_OUTPUT = 1 << 30;

const work = mkdtempSync(join(tmpdir(), 'harden-bench-many-'));
try {
  const planned = plan(workspace('plan', SPECS, goProject));
  const built = await withEngine(() => build(workspace('build', IMAGES, smallProgram())));
  const facts = `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0].toFixed(1)}`;
  console.log(`${facts}\n\n| what | seconds |\n|---|---:|`);
  console.log(`| plan of ${SPECS} specs | ${planned.toFixed(1)} |`);
  const { stamped, whole, longest } = built;
  console.log(`| ${IMAGES} images that are unchanged, by their stamps | ${stamped.toFixed(1)} |`);
  console.log(`| the same by the engine (--force), ${JOBS} at a time | ${whole.toFixed(1)} |`);
  console.log(`| the longest of them by the engine | ${longest.toFixed(1)} |`);
  const times = (seconds) => (seconds / longest).toFixed(1);
  console.log(
    `\nAll together take ${times(whole)} times the longest, and by their stamps ${times(stamped)} times.`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A folder of projects, each made by `make`. */
function workspace(name, count, make) {
  const folder = join(work, name);
  for (let number = 1; number <= count; number++) {
    const project = join(folder, `service-${number}`);
    mkdirSync(project, { recursive: true });
    make(project, number);
  }
  writeFileSync(join(folder, 'hardening.yaml'), 'version: 1\nworkspace: [service-*]\n');
  return folder;
}

function goProject(project) {
  writeFileSync(join(project, 'go.mod'), 'module example.com/x\n\ngo 1.26\n');
  writeFileSync(
    join(project, 'hardening.yaml'),
    'version: 1\nlanguage: go\nentrypoint: [/app/server]\nruntime: {ports: [8080]}\n',
  );
}

/** Programs that differ by a byte or two, so that every image has a layer of its own. */
function smallProgram() {
  writeFileSync(join(work, 'go.mod'), 'module example.com/hello\n\ngo 1.21\n');
  writeFileSync(join(work, 'main.go'), 'package main\n\nfunc main() { println("hello") }\n');
  const env = { ...process.env, CGO_ENABLED: '0' };
  const args = ['build', '-trimpath', '-ldflags=-s', '-o', 'app', '.'];
  const { status } = spawnSync('go', args, { cwd: work, env, stdio: 'inherit' });
  if (status !== 0) throw new Error('go build failed');
  return (project, number) => {
    mkdirSync(join(project, 'dist'));
    copyFileSync(join(work, 'app'), join(project, 'dist/app'));
    appendFileSync(join(project, 'dist/app'), String(number));
    writeFileSync(
      join(project, 'hardening.yaml'),
      `version: 1
language: binary
with: {libc: none}
base: {distroless: static}
entrypoint: [/app/app]
smoke: [{run: [/app/app]}]
`,
    );
  };
}

function plan(folder) {
  const start = performance.now();
  harden(['plan', folder]);
  return (performance.now() - start) / 1000;
}

/** The second build by the engine is measured, and the second answer of the stamps after it. */
function build(folder) {
  say(`building ${IMAGES} images`);
  const args = ['build', folder, '--json', '--quiet', '--jobs', JOBS];
  harden(args);
  const { milliseconds, images } = JSON.parse(harden([...args, '--force']));
  harden(args);
  const again = JSON.parse(harden(args));
  const built = again.images.filter(({ report }) => !report?.unchanged);
  if (built.length > 0) throw new Error(`${built.length} images were built, not answered`);
  return {
    stamped: again.milliseconds / 1000,
    whole: milliseconds / 1000,
    longest: Math.max(...images.map((one) => one.milliseconds)) / 1000,
  };
}

function harden(args) {
  const cli = join(root, 'dist', 'cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  if (status !== 0) throw new Error(`harden ${args[0]} ended with ${status}\n${stderr}`);
  return stdout;
}
