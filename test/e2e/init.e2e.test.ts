import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport } from './json.ts';

const EXAMPLES: [name: string, route: string][] = [
  ['go-api', '/healthz'],
  ['node-api', '/healthz'],
  ['node-web', '/healthz'],
  ['python-api', '/healthz'],
  ['python-postgres', '/healthz'],
  ['python-wsgi', '/healthz'],
  ['static-site', '/'],
];

test.each(EXAMPLES)(
  '%s without its spec: init, then build, without an edit',
  async (name, route) => {
    const folder = await copyExample(name);
    const file = join(folder, 'hardening.yaml');
    await rm(file);
    const run = await harden(['init', folder, '--yes']);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: `${file}\n` });
    expect(await readFile(file, 'utf8')).toContain('yaml-language-server: $schema=.harden/');
    const report = await buildReport(folder);
    expect(report.verdict.pass).toBe(true);
    expect(report.coverage.packages.missing).toEqual([]);
    // The route that init found answers 200.
    expect(report.smoke).toMatchObject([
      { pass: true, name: expect.stringContaining(`${route} gives 200`) },
    ]);
  },
);
