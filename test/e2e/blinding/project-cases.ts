import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../../../src/report/types.ts';
import { harden } from '../../program.ts';
import { copyExample } from '../copy.ts';
import { gapsIn } from './images.ts';
import { plainTrivy } from './plain-trivy.ts';
import type { Blinding, Outcome } from './types.ts';

/** Builds a copy of an example with more files; plain Trivy is asked in the same folder. */
async function built(example: string, files: Record<string, string>, spec = ''): Promise<Outcome> {
  const folder = await copyExample(example);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await appendFile(join(folder, 'hardening.yaml'), spec);
  const { code, stdout, stderr } = await harden(['build', folder, '--json']);
  if (stdout === '') return { code, text: stderr };
  const report: RunReport = JSON.parse(stdout);
  const trivy = await plainTrivy(report.image.layout, report, folder);
  return { code, text: gapsIn(report), trivy };
}

const VULNERABLE = { code: 1, says: 'CVE-2021-38561' } as const;
const ids = ['CVE-2021-38561', 'CVE-2022-32149', 'GO-2021-0113', 'GO-2022-1059'];

/** A package of the base whose record an artifact replaces. */
const record = (name: string, version: string) => ({
  record: `Package: ${name}\nVersion: ${version}\nArchitecture: all\n`,
});
const OVER_TZDATA = `artifacts:
  - {from: /out/server, to: /app/server, mode: "0755"}
  - {from: /src/record, to: /var/lib/dpkg/status.d/tzdata}
`;

export const PROJECT: Blinding[] = [
  {
    what: '`.trivyignore` in the project',
    ...VULNERABLE,
    run: () => built('vulnerable-go', { '.trivyignore': `${ids.join('\n')}\n` }),
  },
  {
    what: '`.trivyignore.yaml` in the project',
    ...VULNERABLE,
    run: () => {
      const text = `vulnerabilities:\n${ids.map((id) => `  - id: ${id}\n`).join('')}`;
      return built('vulnerable-go', { '.trivyignore.yaml': text });
    },
  },
  {
    what: '`trivy.yaml` in the project that asks for low severities only',
    ...VULNERABLE,
    run: () => built('vulnerable-go', { 'trivy.yaml': 'severity: [LOW]\n' }),
  },
  {
    what: '`trivy.yaml` in the project that leaves out programs',
    ...VULNERABLE,
    run: () => built('vulnerable-go', { 'trivy.yaml': 'scan:\n  skip-files: [app/server]\n' }),
  },
  {
    what: '`.grype.yaml` in the project that ignores what there is',
    ...VULNERABLE,
    run: () => {
      const text = `ignore:\n${ids.map((id) => `  - vulnerability: ${id}\n`).join('')}`;
      return built('vulnerable-go', { '.grype.yaml': text, 'grype.yaml': text });
    },
  },
  {
    what: 'a package of the base listed under another name',
    code: 4,
    says: 'tzdata',
    run: () => built('go-api', record('tzdata-custom', '2025b'), OVER_TZDATA),
  },
  {
    what: 'a package of the base listed in another version',
    code: 4,
    says: 'tzdata',
    run: () => built('go-api', record('tzdata', '2099a-1'), OVER_TZDATA),
  },
  {
    what: 'a jar that was renamed and says no name',
    code: 4,
    says: 'parser.jar',
    run: () =>
      built(
        'java-worker',
        {},
        `build:
  steps:
    - run: [mvn, -Dmaven.test.skip=true, package, dependency:copy-dependencies, -DoutputDirectory=/out/lib, -DincludeScope=runtime]
    - run: [cp, target/statements-1.0.0.jar, /out/app.jar]
    - run: [mv, /out/lib/picocli-4.7.7.jar, /out/lib/parser.jar]
`,
      ),
  },
  {
    what: "a library merged into the program's own jar, without its name",
    code: 4,
    says: '/app/app.jar has classes in picocli',
    run: () =>
      built(
        'java-worker',
        {},
        `build:
  steps:
    - run: [mvn, -Dmaven.test.skip=true, package, dependency:copy-dependencies, -DoutputDirectory=/tmp/lib, -DincludeScope=runtime]
    - run:
        - sh
        - -c
        - >-
          mkdir /tmp/all && cd /tmp/all && for jar in /src/target/statements-1.0.0.jar /tmp/lib/*.jar;
          do jar xf "$jar"; done && rm -r META-INF/maven && mkdir -p /out/lib && jar cf /out/app.jar .
`,
      ),
  },
  {
    what: 'JavaScript of packages and program in one file, as bundlers make it',
    code: 4,
    says: 'app packages were not seen',
    run: () =>
      built(
        'node-api',
        {},
        `build:
  steps:
    - run: [sh, -c, "mkdir -p /out/dist && cat node_modules/*/index.js src/*.ts > /out/dist/main.js"]
artifacts: [{from: /out/dist, to: /app/dist}]
`,
      ),
  },
  {
    what: 'a VEX statement for another product',
    ...VULNERABLE,
    run: () => built('vulnerable-go', { 'other.json': vexOf('pkg:oci/other') }, VEX),
  },
  {
    what: 'a VEX statement for another version of the package',
    ...VULNERABLE,
    run: () =>
      built('vulnerable-go', { 'other.json': vexOf('pkg:golang/golang.org/x/text@v9.9.9') }, VEX),
  },
  {
    what: 'an ignore for everything',
    code: 2,
    says: 'expected the id of one advisory',
    run: () => built('vulnerable-go', {}, ignore('id: "*", package: golang.org/x/text, ')),
  },
  {
    what: 'an ignore without a reason',
    code: 2,
    says: 'has no reason',
    run: () =>
      built('vulnerable-go', {}, ignore('id: CVE-2021-38561, ').replace(/reason: \w+, /, '')),
  },
  {
    what: 'an ignore without an end',
    code: 2,
    says: 'has no until',
    run: () =>
      built('vulnerable-go', {}, ignore('id: CVE-2021-38561, ').replace(/until: \S+, /, '')),
  },
  {
    what: 'an ignore that has expired',
    code: 1,
    says: 'CVE-2021-38561',
    run: () => built('vulnerable-go', {}, ignore('id: CVE-2021-38561, ')),
  },
];

const VEX = 'policy: {vex: [other.json]}\n';

function vexOf(product: string): string {
  return JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'Security',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: ids.map((name) => ({
      vulnerability: { name },
      products: [{ '@id': product }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
    })),
  });
}

function ignore(what: string): string {
  return `policy:\n  ignore:\n    - {${what}until: 2024-01-01, reason: tested, owner: me}\n`;
}
