import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { codeIndexes } from '../../src/inspect/code-index.ts';
import { folder } from '../oci/contents.ts';
import type { RawEntry } from '../oci/raw-tar.ts';
import { layoutOf } from './layers.ts';

const LICENCES = `Files: *\nLicense: MIT\n\nLicense: MIT\n\nLicense: GPL-2+ or Artistic
License: This text is no name of any licence\n`;

const MANIFEST = Buffer.from(
  'Manifest-Version: 1.0\r\nClass-Path: lib/a.jar li\r\n b/b.jar https://x/y.jar\r\n',
);

const LAYER: RawEntry[] = [
  { name: './srv/app.py', body: 'import httpx\n' },
  { name: 'srv/large.py', body: `import large\n${'#'.repeat(1024 * 1024)}` },
  { name: 'usr/lib/python3.13/os.py', body: 'import sys\n' },
  { name: 'usr/local/bin/start', body: '#!/usr/bin/env bash\nexec "$@"\n', mode: 0o644 },
  { name: 'entry', body: '#!/bin/sh\ntrue\n', mode: 0o755 },
  { name: 'etc/init.d/cron', body: '#!/bin/sh\ntrue\n', mode: 0o755 },
  { name: 'usr/bin/tool', body: '#!/usr/bin/perl\n', mode: 0o755 },
  { name: 'app/broken.jar', body: 'no zip' },
  { name: 'app/tool-1.2.jar', body: zipSync({ 'META-INF/MANIFEST.MF': MANIFEST }) },
  { name: 'usr/share/doc/x/copyright', body: LICENCES },
];

test('code, scripts of shells, licences and jars are read, of layers packed and plain', async () => {
  const layout = await layoutOf(LAYER, LAYER);
  const blobs = await folder();
  const indexes = await codeIndexes(layout, blobs);
  for (const index of indexes) {
    expect(index).toEqual({
      code: { './srv/app.py': { imports: ['httpx'] } },
      scripts: {
        'usr/local/bin/start': '#!/usr/bin/env bash\nexec "$@"\n',
        entry: '#!/bin/sh\ntrue\n',
      },
      jars: {
        'app/tool-1.2.jar': {
          packages: [{ name: 'tool', version: '1.2', type: 'java' }],
          classPath: ['lib/a.jar', 'lib/b.jar'],
        },
      },
      licences: { 'usr/share/doc/x/copyright': ['MIT', 'GPL-2+ or Artistic'] },
      unread: ['app/broken.jar'],
    });
  }
  const gone = { ...layout, blobPath: () => '/gone' };
  expect(await codeIndexes(gone, blobs)).toEqual(indexes);
});
