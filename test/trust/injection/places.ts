import type { Spec } from '../../../src/spec/schema.ts';

type Written = { [key in keyof Spec]?: unknown } & Record<string, unknown>;

const step = (more: object) => ({ build: { steps: [{ run: ['make'], ...more }] } });

/** Every string of a spec that is not one of a few words: where a text is put. */
export const PLACES: Record<string, (text: string) => Written> = {
  name: (text) => ({ name: text }),
  language: (text) => ({ language: text }),
  'with.version': (text) => ({ with: { version: text } }),
  'with key': (text) => ({ with: { [text]: 'x' } }),
  'entrypoint program': (text) => ({ entrypoint: [text] }),
  'entrypoint argument': (text) => ({ entrypoint: ['/app/server', text] }),
  'source.include': (text) => ({ source: { include: [text] } }),
  'source.exclude': (text) => ({ source: { exclude: [text] } }),
  'toolchain.image': (text) => ({ toolchain: { image: text } }),
  'toolchain.packages': (text) => ({ toolchain: { debian: 'trixie', packages: [text] } }),
  'step program': (text) => step({ run: [text] }),
  'step argument': (text) => step({ run: ['make', text] }),
  'step workdir': (text) => step({ workdir: text }),
  'step variable': (text) => step({ env: { A: text } }),
  'step variable name': (text) => step({ env: { [text]: 'x' } }),
  'step cache': (text) => step({ caches: [{ id: text, path: '/cache' }] }),
  'step cache path': (text) => step({ caches: [{ id: 'a', path: text }] }),
  'secret variable': (text) => step({ secrets: [{ env: text }] }),
  'secret file': (text) => step({ secrets: [{ file: text, as: 'A' }] }),
  'build.env': (text) => ({ build: { env: { A: text } } }),
  'artifact from': (text) => ({ artifacts: [{ from: `/out/${text}`, to: '/app/server' }] }),
  'artifact to': (text) => ({ artifacts: [{ from: '/out/a', to: `/app/server/${text}` }] }),
  'artifact exclude': (text) => ({
    artifacts: [{ from: '/out/a', to: '/app/server', exclude: [text] }],
  }),
  'base.image': (text) => ({ base: { image: text } }),
  'base.packages': (text) => ({ base: { debian: 'trixie', packages: [text] } }),
  'base.alpine': (text) => ({ base: { alpine: text } }),
  'runtime.packages': (text) => ({ runtime: { packages: [text] } }),
  'runtime.libraries': (text) => ({ runtime: { libraries: [text] } }),
  'runtime.cmd': (text) => ({ runtime: { cmd: [text] } }),
  'runtime.env': (text) => ({ runtime: { env: { A: text } } }),
  'runtime.user': (text) => ({ runtime: { user: text } }),
  'runtime.fixedUser': (text) => ({ runtime: { fixedUser: text } }),
  'runtime.workdir': (text) => ({ runtime: { workdir: `/app/${text}` } }),
  'runtime.writable': (text) => ({ runtime: { writable: [`/data/${text}`] } }),
  'runtime.labels': (text) => ({ runtime: { labels: { a: text } } }),
  'label name': (text) => ({ runtime: { labels: { [text]: 'x' } } }),
  'runtime.ca': (text) => ({ runtime: { ca: text } }),
  'runtime.fonts': (text) => ({ runtime: { fonts: [text] } }),
  'runtime.timezone': (text) => ({ runtime: { timezone: text } }),
  'runtime.locale': (text) => ({ runtime: { locale: text } }),
  'runtime.healthcheck': (text) => ({ runtime: { healthcheck: { http: `:8080/${text}` } } }),
  'health program': (text) => ({ runtime: { healthcheck: { run: ['/app/server', text] } } }),
  'network.proxy': (text) => ({ network: { proxy: `http://${text}` } }),
  'network.ca': (text) => ({ network: { ca: text } }),
  'debian.mirror': (text) => ({ debian: { mirror: `http://${text}` } }),
  'apk.repositories': (text) => ({ apk: { repositories: [`./${text}`] } }),
  'service image': (text) => ({ services: { db: { image: text, port: 1 } } }),
  'service variable': (text) => ({ services: { db: { image: 'a:1', port: 1, env: { A: text } } } }),
  'smoke program': (text) => ({ smoke: [{ run: ['/app/server', text] }] }),
  'smoke path': (text) => ({ smoke: [{ http: { path: `/${text}` } }] }),
  'policy.ignore.id': (text) => ({ policy: { ignore: [ignored({ id: text })] } }),
  'policy.ignore.reason': (text) => ({ policy: { ignore: [ignored({ reason: text })] } }),
  'policy.vex': (text) => ({ policy: { vex: [text] } }),
  'publish.to': (text) => ({ publish: { to: [text] } }),
};

function ignored(more: object): object {
  return { id: 'CVE-2026-1234', until: '2030-12-31', reason: 'x', owner: 'y', ...more };
}
