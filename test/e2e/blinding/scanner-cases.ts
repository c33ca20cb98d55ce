import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { harden } from '../../program.ts';
import { copyExample } from '../copy.ts';
import { falseScanner } from '../false-scanner.ts';
import { grypePlanted } from '../grype.ts';
import { buildReport } from '../json.ts';
import { databaseRegistry } from '../registry.ts';
import { gapsIn } from './images.ts';
import type { Blinding, Outcome } from './types.ts';

/** Builds a sound example with something else in the place of a scanner or of its database. */
async function builtWith(mirrors: Promise<string>): Promise<Outcome> {
  const folder = await copyExample('go-api');
  const env = { HARDEN_REGISTRY_MIRRORS: await mirrors };
  const { code, stdout, stderr } = await harden(['build', folder, '--json'], { env });
  return { code, text: stdout === '' ? stderr : gapsIn(JSON.parse(stdout)) };
}

const DAY = 86_400_000;
const metadata = (days: number, version = 2) =>
  JSON.stringify({
    Version: version,
    UpdatedAt: new Date(Date.now() + days * DAY).toISOString(),
  });
const database = (files?: Record<string, string>) => () => builtWith(databaseRegistry(files));

export const DATABASES: Blinding[] = [
  { what: 'no database', code: 4, says: 'scan/no-database', run: database() },
  {
    what: 'an archive without a database',
    code: 4,
    says: 'scan/no-database',
    run: database({ 'metadata.json': metadata(0) }),
  },
  {
    what: 'an empty database',
    code: 4,
    says: 'scan/no-database',
    run: database({ 'trivy.db': '', 'metadata.json': metadata(0) }),
  },
  {
    what: 'a database that does not say of when it is',
    code: 4,
    says: 'scan/no-database',
    run: database({ 'trivy.db': 'x' }),
  },
  {
    what: 'a database of another schema',
    code: 4,
    says: 'scan/no-database',
    run: database({ 'trivy.db': 'x', 'metadata.json': metadata(0, 1) }),
  },
  {
    what: 'a database of last week',
    code: 4,
    says: 'scan/stale-database',
    run: database({ 'trivy.db': 'x', 'metadata.json': metadata(-7) }),
  },
  {
    what: 'a database of next week',
    code: 4,
    says: 'scan/stale-database',
    run: database({ 'trivy.db': 'x', 'metadata.json': metadata(7) }),
  },
  {
    what: 'a file that is no database',
    code: 4,
    says: 'scan/failed',
    run: database({ 'trivy.db': 'no database', 'metadata.json': metadata(0) }),
  },
];

const FIXTURES = join(import.meta.dirname, '..', '..', 'scan', 'fixtures');
const fixture = (name: string) => readFile(join(FIXTURES, name), 'utf8');

/** What each scanner writes, by the name it gives its output. */
const OTHER_IMAGE = {
  trivy: async () => ({ report: await fixture('debian12-go.json') }),
  grype: async () => ({
    json: await fixture('grype/alpine-go.json'),
    'cyclonedx-json': await fixture('grype/alpine-go.cdx.json'),
  }),
};
const NOTHING = { trivy: { report: '' }, grype: { json: '', 'cyclonedx-json': '' } };
const HALF = '{"SchemaVersion": 2, "matches": [';

/** What Grype says of a sound example, and of the packages that were planted for it, less this. */
async function blindTo(
  name: string,
  what: 'components' | 'matches',
): Promise<Record<string, string>> {
  const report = await buildReport(await copyExample('go-api'));
  const written = (key: string) => readFile(report.reports[key] ?? '', 'utf8');
  const planted = await grypePlanted(report);
  const without = (json: string, nameOf: (one: Listed) => string | undefined) => {
    const document = JSON.parse(json);
    const kept = document[what]?.filter((one: Listed) => nameOf(one) !== name);
    return JSON.stringify({ ...document, ...(kept && { [what]: kept }) });
  };
  return {
    json: await written('grype'),
    'cyclonedx-json': await written('grypePackages'),
    'planted-json': without(planted.json, ({ artifact }) => artifact?.name),
    'planted-cyclonedx-json': without(planted.packages, (one) => one.name),
  };
}

interface Listed {
  name?: string;
  artifact?: { name: string };
}

const TESTED: Blinding[] = [
  {
    what: 'Grype blind to the packages of npm',
    code: 4,
    says: 'Grype was tested, and does not see minimist 1.2.5 of npm, which was planted for it',
    run: async () => builtWith(falseScanner('grype', await blindTo('minimist', 'components'))),
  },
  {
    what: 'Grype with a database that has nothing of PyPI',
    code: 4,
    says: 'Grype was tested, and knows no advisory of Jinja2 2.10 of PyPI, which has some for years',
    run: async () => builtWith(falseScanner('grype', await blindTo('jinja2', 'matches'))),
  },
];

const FAULTS: Blinding[] = (['trivy', 'grype'] as const).flatMap((name): Blinding[] => {
  const title = name === 'trivy' ? 'Trivy' : 'Grype';
  const answers = (made: () => Promise<Record<string, string>>) => async () =>
    builtWith(falseScanner(name, await made()));
  return [
    {
      what: `${title} killed, as for want of memory`,
      code: 4,
      says: 'scan/failed',
      run: answers(async () => ({ killed: '' })),
    },
    {
      what: `${title} ended well and wrote nothing`,
      code: 4,
      says: 'scan/bad-output',
      run: answers(async () => NOTHING[name]),
    },
    {
      what: `${title} wrote half of its report`,
      code: 4,
      says: 'scan/bad-output',
      run: answers(async () => ({ report: HALF, json: HALF, 'cyclonedx-json': HALF })),
    },
    {
      what: `${title} wrote the report of another image`,
      code: 4,
      says: 'the scanned image has config',
      run: answers(OTHER_IMAGE[name]),
    },
  ];
});

export const SCANNERS: Blinding[] = [...FAULTS, ...TESTED];
