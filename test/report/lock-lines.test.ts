import { expect, test } from 'vitest';
import { locateFinding } from '../../src/report/locate.ts';
import type { Finding } from '../../src/scan/types.ts';

const FILES = {
  'package-lock.json': `{
  "packages": {
    "": { "dependencies": { "express": "^4.0.0" } },
    "node_modules/qs": {
      "version": "6.13.0",
      "resolved": "https://registry.example/qs.tgz"
    },
    "node_modules/express/node_modules/qs": {
      "version": "6.5.0"
    },
    "node_modules/@babel/core": {
      "version": "7.0.0"
    }
  }
}`,
  'pnpm-lock.yaml': `lockfileVersion: '9.0'
packages:
  qs@6.13.0:
    resolution: {integrity: sha512-aaaa}
  qs@6.5.0:
    resolution: {integrity: sha512-bbbb}
  '@babel/core@7.0.0':
    resolution: {integrity: sha512-cccc}
`,
  'yarn.lock': `# yarn lockfile v1

"@babel/core@^7.0.0":
  version "7.0.0"

qs@^6.4.0:
  version "6.5.0"

qs@^6.9.0, qs@~6.13.0:
  version "6.13.0"
`,
  'Cargo.toml': `[package]
name = "time"

[dependencies]
time = "0.1"
serde_json = { version = "1" }

[dev-dependencies.tokio]
version = "1"
`,
  'Cargo.lock': `[[package]]
name = "time"
version = "0.1.43"

[[package]]
name = "time"
version = "0.3.36"

[[package]]
name = "idna"
version = "0.5.0"
dependencies = ["time"]
`,
  'composer.lock': `{
    "packages": [
        {
            "name": "twig/twig",
            "version": "v3.0.0",
        }
    ]
}`,
  'Gemfile.lock': `GEM
  specs:
    rack (2.2.3)
    rails (6.0.0)
      rack (~> 2.0)
`,
};

type File = keyof typeof FILES;

const CASES: [
  file: File,
  type: string,
  name: string,
  version: string,
  place: string | undefined,
][] = [
  ['package-lock.json', 'node-pkg', 'qs', '6.13.0', '4:19+2'],
  ['package-lock.json', 'node-pkg', 'qs', '6.5.0', '8:40+2'],
  ['package-lock.json', 'node-pkg', '@babel/core', '7.0.0', '11:19+11'],
  ['package-lock.json', 'node-pkg', 'express', '4.0.0', undefined],
  ['pnpm-lock.yaml', 'node-pkg', 'qs', '6.5.0', '5:3+2'],
  ['pnpm-lock.yaml', 'node-pkg', '@babel/core', '7.0.0', '7:4+11'],
  ['yarn.lock', 'node-pkg', 'qs', '6.13.0', '9:1+2'],
  ['yarn.lock', 'node-pkg', '@babel/core', '7.0.0', '3:2+11'],
  ['Cargo.toml', 'rustbinary', 'time', '0.1.43', '5:1+4'],
  ['Cargo.toml', 'rustbinary', 'tokio', '1.0.0', '8:19+5'],
  ['Cargo.toml', 'rustbinary', 'serde', '1.0.0', undefined],
  ['Cargo.lock', 'rustbinary', 'time', '0.3.36', '6:9+4'],
  ['Cargo.lock', 'rustbinary', 'idna', '0.4.0', '10:9+4'],
  ['composer.lock', 'composer', 'twig/twig', 'v3.0.0', '4:22+9'],
  ['Gemfile.lock', 'gemspec', 'rack', '2.2.3', '3:5+4'],
  ['Gemfile.lock', 'gemspec', 'rac', '2.2.3', undefined],
];

test.each(CASES)('%s: %s %s %s', (path, type, name, version, place) => {
  const finding: Finding = {
    ...{ id: 'CVE-1', aliases: [], severity: 'high', scanner: 'trivy' },
    ...{ package: name, version, type },
  };
  const span = locateFinding(finding, [{ path, text: FILES[path] }]);
  expect(span && `${span.line}:${span.column}+${span.length}`).toBe(place);
  const windows = FILES[path].replaceAll('\n', '\r\n');
  expect(locateFinding(finding, [{ path, text: windows }])).toEqual(span);
});
