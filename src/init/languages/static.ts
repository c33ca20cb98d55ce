import { firstHit } from '../lines.ts';
import type { Language, Program, ProjectView } from '../types.ts';
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
  lookedFor: 'a script build of package.json beside vite.config',
  programs(view, preset) {
    // What starts a server of its own is no set of files.
    const manifest = manifestAt(view, 'package.json');
    if (!manifest?.scripts['build'] || node.programs(view, preset).length > 0) return [];
    const value = ['lighttpd', '-D', '-f', `${preset.data.runtime.workdir}/lighttpd.conf`];
    const evidence = [lineOf(view, manifest, 'build')];
    return [{ name: 'site', value, evidence, port: 8080, fixedPort: true, ...outputOf(view) }];
  },
  command: () => undefined,
  native: () => [],
  health: (view) => {
    const manifest = manifestAt(view, 'package.json');
    return manifest && { value: '/', evidence: [lineOf(view, manifest, 'build')] };
  },
};

function outputOf(view: ProjectView): Pick<Program, 'with'> {
  const hit = firstHit(view, CONFIGS, /\boutDir\s*:\s*["'`](?:\.\/)?([\w./-]+?)\/?["'`]/);
  return hit?.match[1] ? { with: { output: hit.match[1] } } : {};
}
