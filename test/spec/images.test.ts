import { expect, test } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { loadFile, loadSpec } from '../../src/spec/load.ts';
import { valueSpan } from '../../src/spec/source-map.ts';

const FILE = 'hardening.yaml';

function imagesOf(text: string) {
  const loaded = loadFile(text, FILE);
  if (!loaded.ok) throw new Error(shown(text, loaded.diagnostics));
  if (loaded.value.kind !== 'images') throw new Error(`it is ${loaded.value.kind}`);
  return Object.fromEntries(loaded.value.images.map((one) => [one.image, one]));
}

function shown(text: string, diagnostics: Parameters<typeof renderDiagnostics>[0]): string {
  return renderDiagnostics(diagnostics, new Map([[FILE, text]]), { color: false, width: 80 });
}

const SHOP = `version: 1
name: shop
language: go
entrypoint: [/app/server]
base: {debian: trixie}
source: {include: ["**/*.go"], exclude: [docs]}
runtime:
  ports: [8080]
  env: {MODE: production, LEVEL: info}
policy:
  preset: strict
  ignore:
    - {id: CVE-2026-1, until: "2099-01-01", reason: not reachable, owner: ann}
images:
  api: {}
  worker:
    entrypoint: [/app/worker]
    base: {distroless: static}
    source: {include: [cmd/**]}
    runtime:
      ports: [9090, 9091]
      env: {LEVEL: debug}
    policy:
      ignore:
        - {id: CVE-2026-2, until: "2099-01-01", reason: not shipped, owner: bob}
`;

test('an image is the rest of the file with its own keys over it', () => {
  const { api, worker } = imagesOf(SHOP);
  expect(api?.spec).toMatchObject({
    name: 'shop-api',
    entrypoint: ['/app/server'],
    runtime: { ports: [8080], env: { MODE: 'production', LEVEL: 'info' } },
  });
  expect(worker?.spec).toEqual({
    version: 1,
    name: 'shop-worker',
    language: 'go',
    entrypoint: ['/app/worker'],
    base: { distroless: 'static' },
    source: { include: ['cmd/**'], exclude: ['docs'] },
    runtime: { ports: [9090, 9091], env: { MODE: 'production', LEVEL: 'debug' } },
    policy: {
      preset: 'strict',
      ignore: [
        { id: 'CVE-2026-1', until: '2099-01-01', reason: 'not reachable', owner: 'ann' },
        { id: 'CVE-2026-2', until: '2099-01-01', reason: 'not shipped', owner: 'bob' },
      ],
    },
  });
});

test('every value keeps the line that it was written in', () => {
  const source = imagesOf(SHOP)['worker']?.source;
  if (!source) throw new Error('there is no worker');
  const line = (...path: (string | number)[]) => valueSpan(source, path).line;
  expect(line('language')).toBe(3);
  expect(line('entrypoint')).toBe(17);
  expect(line('base')).toBe(18);
  expect(line('runtime', 'ports', 1)).toBe(21);
  expect(line('runtime', 'env', 'MODE')).toBe(9);
  expect(line('runtime', 'env', 'LEVEL')).toBe(22);
  expect(line('policy', 'ignore', 0, 'id')).toBe(13);
  expect(line('policy', 'ignore', 1, 'id')).toBe(25);
});

test('inputs belong to the preset: an image with a language of its own takes none', () => {
  const { api, site } = imagesOf(`version: 1
language: go
with: {version: "1.24"}
entrypoint: [/app/server]
images: {api: {}, site: {language: static, entrypoint: [/usr/sbin/lighttpd]}}
`);
  expect(api?.spec.with).toEqual({ version: '1.24' });
  expect(site?.spec).not.toHaveProperty('with');
});

test('language and entrypoint may be left to the images', () => {
  const { a } = imagesOf('version: 1\nimages: {a: {language: go, entrypoint: [/a]}}\n');
  expect(a?.spec).toEqual({ version: 1, language: 'go', entrypoint: ['/a'] });
});

const HEAD = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';
const BAD: [name: string, text: string, said: string[]][] = [
  [
    'a mistake in an image is told with its whole path, at its line',
    `${HEAD}images:\n  api: {}\n  worker:\n    runtime: {ports: [99999]}\n`,
    ['hardening.yaml:7:', 'images.worker.runtime.ports[0] is 99999'],
  ],
  [
    'a mistake for all is told once',
    `${HEAD}platfroms: [linux/amd64]\nimages: {a: {}, b: {}}\n`,
    ['hardening.yaml:4:1', 'did you mean platforms?'],
  ],
  [
    'a key that is for the whole file is refused in an image',
    `${HEAD}images: {a: {platforms: [linux/amd64]}}\n`,
    ['"platforms" is no key of images.a', 'platforms belongs to the top of the file'],
  ],
  [
    'an image that is not whole is told at its name',
    'version: 1\nlanguage: go\nimages:\n  a: {entrypoint: [/a]}\n  b: {runtime: {ports: [1]}}\n',
    ['hardening.yaml:5:3', 'the image b has no entrypoint'],
  ],
  [
    'what two keys say together is checked for each image',
    `${HEAD}images: {a: {runtime: {entrypoint: [/b]}}}\n`,
    ['entrypoint stands at the top and below runtime'],
  ],
  [
    'a policy below the one of the file only gets stricter',
    `${HEAD}policy: {vulnerabilities: {high: 2}}\nimages: {a: {policy: {vulnerabilities: {high: 3}}}}\n`,
    ['images.a.policy.vulnerabilities.high is looser than the policy of the file'],
  ],
  [
    'two images have two names',
    `${HEAD}images: {a: {name: shop}, b: {name: shop}}\n`,
    ['the images a and b have the name shop both'],
  ],
  [
    'two images do not take one place in a registry',
    `${HEAD}publish: {to: ["r.example/shop:1"]}\nimages: {a: {}, b: {}}\n`,
    ['the images a and b have the reference r.example/shop:1 both'],
  ],
  [
    'a base that is yet to be decided is no base of several',
    `${HEAD}base: auto\nimages: {a: {}, b: {base: debian}}\n`,
    ['base: auto of the image a', 'harden choose --image a'],
  ],
  [
    'a name is a word in lower case',
    `${HEAD}images: {"../up": {}}\n`,
    ['images has the key "../up", expected a name in lower case'],
  ],
  ['there is an image', `${HEAD}images: {}\n`, ['at least one image']],
  ['no images is no empty value', `${HEAD}images:\n`, ['images is']],
  ['an image is a map', `${HEAD}images: {a: [1]}\n`, ['images.a is [1], expected keys and values']],
  [
    'images of images are none',
    `${HEAD}images: {a: {images: {b: {}}}}\n`,
    ['"images" is no key of images.a'],
  ],
  [
    'a workspace has nothing beside its folders',
    `${HEAD}workspace: [services/*]\n`,
    ['"language" is no key of hardening.yaml', '"entrypoint" is no key'],
  ],
  [
    'a workspace stays below its folder',
    'version: 1\nworkspace: [../x, /y, a/**]\n',
    ['workspace[0]', 'workspace[1]', 'workspace[2]'],
  ],
  ['a near miss is recognised', `${HEAD}image: {a: {}}\n`, ['did you mean images?']],
];

test.each(BAD)('%s', (_name, text, said) => {
  const loaded = loadFile(text, FILE);
  if (loaded.ok) throw new Error('the file was taken');
  const all = shown(text, loaded.diagnostics).replace(/\s*\n\s*/g, ' ');
  for (const one of said) expect(all).toContain(one);
  expect(loaded.diagnostics.every(({ hint, span }) => hint && span?.file === FILE)).toBe(true);
});

test('what only whole images show, and is wrong for all of them, is told once', () => {
  const twice = `${HEAD}runtime: {entrypoint: [/b]}\nimages: {a: {}, b: {}}\n`;
  const loaded = loadFile(twice, FILE);
  expect(loaded).toMatchObject({ ok: false, diagnostics: [{ code: 'spec/conflict' }] });
});

test('where one spec is wanted, a file with several says how to name one', () => {
  const loaded = loadSpec(`${HEAD}images: {a: {}, b: {}}\n`, FILE);
  expect(loaded).toMatchObject({
    diagnostics: [
      {
        code: 'spec/which-image',
        message: 'hardening.yaml has 2 images, expected the name of one',
        hint: 'name one of them: --image a, --image b',
      },
    ],
  });
});
