import { firstHit } from '../lines.ts';
import type { Language, ProjectView } from '../types.ts';
import { siteBuild } from './generators.ts';
import { node } from './node.ts';
import { lineOf, manifestAt } from './node-manifest.ts';

const CONFIGS = ['ts', 'js', 'mts', 'mjs'].map((end) => `vite.config.${end}`);

/** A front end: its build makes files, and the preset brings the server and says where it listens. */
export const staticSite: Language = {
  name: 'static',
  title: 'front-end',
  signs: CONFIGS,
  beside: 'package.json',
  makeReady: 'write vite.config.js',
  sources: /\.(?:[jt]sx?|vue|svelte|html)$/,
  tests: /./,
  lookedFor:
    'a script build of package.json beside vite.config, or one that calls a site generator',
  shows(view) {
    const manifest = manifestAt(view, 'package.json');
    const site = manifest && siteBuild(view, manifest);
    return site && lineOf(view, manifest, site.package);
  },
  programs(view, preset) {
    // What starts a server of its own is no set of files.
    const manifest = manifestAt(view, 'package.json');
    if (!manifest || node.programs(view, preset).length > 0) return [];
    const site = siteBuild(view, manifest);
    const script = site?.script ?? 'build';
    if (manifest.scripts[script] === undefined) return [];
    const value = ['lighttpd', '-D', '-f', `${preset.data.runtime.workdir}/lighttpd.conf`];
    const evidence = [lineOf(view, manifest, script)];
    const inputs = site ? { output: site.output, script, spa: false } : outputOf(view);
    return [{ name: 'site', value, evidence, port: 8080, fixedPort: true, with: inputs }];
  },
  command: () => undefined,
  native: () => [],
  health: (view) => {
    const manifest = manifestAt(view, 'package.json');
    const script = (manifest && siteBuild(view, manifest)?.script) ?? 'build';
    return manifest && { value: '/', evidence: [lineOf(view, manifest, script)] };
  },
};

function outputOf(view: ProjectView): Record<string, string> {
  const hit = firstHit(view, CONFIGS, /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/);
  return hit?.match[1] ? { output: hit.match[1] } : {};
}
