import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from '../../src/platforms/places.ts';
import { renderJson } from '../../src/report/json.ts';
import { type PlatformsReport, renderPlatforms } from '../../src/report/platforms.ts';
import { readReport } from '../../src/report/read.ts';
import { platformsSchema } from '../../src/report/schema/platforms.ts';
import { storedReport } from '../../src/stored-report.ts';
import { folder } from '../oci/contents.ts';
import { runNamed } from './runs.ts';

const runs = [runNamed('pass'), runNamed('fail-fixable')];
const REPORT: PlatformsReport = {
  schemaVersion: 1,
  times: { started: '2026-06-15T11:00:00.000Z', finished: '2026-06-15T11:01:00.000Z' },
  spec: 'hardening.yaml',
  image: {
    name: 'shop\u001b[2J',
    digest: `sha256:${'a'.repeat(64)}`,
    layout: '/p/.harden/image',
    platforms: (['linux/amd64', 'linux/arm64'] as const).map((platform, at) => ({
      platform,
      digest: `sha256:${String(at).repeat(64)}`,
      pass: at === 0,
      report: `/p/.harden/${placeOf(platform)}/report.json`,
    })),
  },
  runs,
};

test('the document is as its schema says, with every run as it is printed alone', () => {
  const text = renderPlatforms(REPORT);
  expect(text.endsWith('}\n')).toBe(true);
  expect(text).not.toContain('\u001b');
  const parsed = platformsSchema.parse(JSON.parse(text));
  expect(parsed.image).toEqual(REPORT.image);
  expect(parsed.runs).toEqual(runs.map((run) => JSON.parse(renderJson(run))));
});

test('whoever reads it for a report of one image is told where those are', () => {
  const { runs: _, ...stored } = REPORT;
  expect(readReport(renderPlatforms(stored), '.harden/report.json')).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'report/unreadable',
        message: expect.stringContaining('linux/amd64, linux/arm64'),
        hint: expect.stringContaining('/p/.harden/platforms/linux-arm64/report.json'),
      },
    ],
  });
});

test.each(['', 'report.json'])(
  'the report of one platform is one of its project: %j',
  async (file) => {
    const project = await folder();
    const place = join(project, '.harden', placeOf('linux/arm64'));
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'report.json'), renderJson(runNamed('pass')));
    const path = join('.harden', placeOf('linux/arm64'), file);
    expect(await storedReport(path, project)).toMatchObject({
      file: join(place, 'report.json'),
      folder: project,
    });
  },
);
