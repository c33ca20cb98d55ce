import { expect, test } from 'vitest';
import { locateFinding } from '../../src/report/locate.ts';
import type { Finding } from '../../src/scan/types.ts';

const GO_MOD = `module example.com/orders

go 1.24

toolchain go1.24.3

require golang.org/x/net v0.38.0 // golang.org/x/crypto is not here

require (
	github.com/jackc/pgx/v5 v5.7.4
	golang.org/x/text v0.3.5 // indirect
)

exclude (
	golang.org/x/sys v0.1.0
)

replace golang.org/x/old => golang.org/x/new v1.0.0

replace (
	golang.org/x/text v0.3.4 => ../text
	golang.org/x/mod => golang.org/x/mod v0.20.0
)
`;

const REQUIREMENTS = `# PyYAML==5.1
-r other.txt
Jinja2 == 2.10  # templates
urllib3[socks]>=1.24 ; python_version > "3.8"
zope.interface
ruamel.yaml.clib==0.2.8 --hash=sha256:aaaa
  PyYAML==5.1
requests @ file:///wheels/requests.whl
`;

const FILES = [
  { path: 'README.md', text: 'golang.org/x/text v0.3.5\nJinja2==2.10\n' },
  { path: 'go.mod', text: GO_MOD },
  { path: 'requirements/base.txt', text: 'six==1.0\n' },
  { path: 'requirements.txt', text: REQUIREMENTS.replaceAll('\n', '\r\n') },
];

function place(type: string, name: string): string | undefined {
  const finding: Finding = {
    id: 'CVE-1',
    aliases: [],
    package: name,
    version: '1',
    severity: 'high',
    type,
    scanner: 'trivy',
  };
  const span = locateFinding(finding, FILES);
  return span && `${span.file}:${span.line}:${span.column}+${span.length}`;
}

test.each([
  ['gobinary', 'golang.org/x/net', 'go.mod:7:9+16'],
  ['gobinary', 'github.com/jackc/pgx/v5', 'go.mod:10:2+23'],
  ['gobinary', 'golang.org/x/text', 'go.mod:11:2+17'],
  ['gobinary', 'golang.org/x/new', 'go.mod:18:29+16'],
  ['gobinary', 'golang.org/x/mod', 'go.mod:22:22+16'],
  ['gobinary', 'stdlib', 'go.mod:5:11+8'],
  ['gobinary', 'golang.org/x/sys', undefined],
  ['gobinary', 'golang.org/x/crypto', undefined],
  ['gobinary', 'golang.org/x', undefined],
  ['gobinary', 'Jinja2', undefined],
  ['python-pkg', 'jinja2', 'requirements.txt:3:1+6'],
  ['python-pkg', 'urllib3', 'requirements.txt:4:1+7'],
  ['python-pkg', 'zope-interface', 'requirements.txt:5:1+14'],
  ['python-pkg', 'Ruamel_yaml.clib', 'requirements.txt:6:1+16'],
  ['python-pkg', 'PyYAML', 'requirements.txt:7:3+6'],
  ['python-pkg', 'requests', 'requirements.txt:8:1+8'],
  ['python-pkg', 'ruamel.yaml', undefined],
  ['debian', 'libc6', undefined],
])('finds the %s package %s at %s', (type, name, expected) => {
  expect(place(type, name)).toBe(expected);
});

test.each(['uv.lock', 'poetry.lock'])('finds a package in %s', (path) => {
  const text = '[[package]]\nname = "flask"\ndependencies = [\n  { name = "ruamel-yaml" },\n]\n';
  const files = [{ path, text: `${text}\n[[package]]\nname = "ruamel-yaml"\nversion = "0.18"\n` }];
  const finding = { package: 'ruamel.yaml', type: 'python-pkg' } as Finding;
  expect(locateFinding(finding, files)).toEqual({ file: path, line: 8, column: 9, length: 11 });
});

test.each([
  ['org.yaml:snakeyaml', { line: 5, column: 17, length: 9 }],
  ['info.picocli:picocli', { line: 10, column: 17, length: 7 }],
  ['com.other:snakeyaml', undefined],
  ['org.yaml:yaml', undefined],
])('finds the artifact %s in a pom.xml, by its group too', (name, expected) => {
  const element = (group: string, artifact: string) =>
    `<dependency>\n  <groupId>${group}</groupId>\n    <artifactId>${artifact}</artifactId>\n</dependency>\n`;
  const picocli =
    '<dependency>\n    <artifactId>picocli</artifactId>\n  <groupId>info.picocli</groupId>\n';
  const text = `<project>\n<dependencies>\n${element('org.yaml', 'snakeyaml')}\n\n${picocli}`;
  const finding = { package: name, type: 'jar' } as Finding;
  const found = locateFinding(finding, [{ path: 'pom.xml', text }]);
  expect(found).toEqual(expected && { file: 'pom.xml', ...expected });
});

test('finds the go line when there is no toolchain line', () => {
  const files = [{ path: 'go.mod', text: 'module a\n\ngo 1.24\n' }];
  const finding = { package: 'stdlib', type: 'gobinary' } as Finding;
  expect(locateFinding(finding, files)).toMatchObject({ line: 3, column: 4, length: 4 });
});

test('finds nothing in files that say nothing', () => {
  for (const text of ['', 'require', 'require (', 'replace =>', ')', '(']) {
    const finding = { package: 'golang.org/x/text', type: 'gobinary' } as Finding;
    expect(locateFinding(finding, [{ path: 'go.mod', text }])).toBeUndefined();
  }
});
