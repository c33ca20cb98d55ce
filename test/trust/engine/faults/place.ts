import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A project whose image takes seconds: a module without packages, scanned and run. */
export const QUICK = {
  'hardening.yaml': `version: 1
language: python
entrypoint: [python3, -m, app]
scan: {scanners: [trivy]}
smoke:
  - run: [/usr/bin/python3, -m, app]
    expect: {stdout: ok}
`,
  'requirements.txt': '',
  'app.py': "print('ok')\n",
};

/** The same with a step that takes longer than any fault. */
export const SLOW = {
  'hardening.yaml': `${QUICK['hardening.yaml']}build:
  steps:
    - run: [python3, -c, "import time; time.sleep(600)"]
`,
};

export interface Place {
  /** Where all of it is. */
  folder: string;
  project: string;
  /** For temporary files of the program alone. */
  temporary: string;
}

/** The quick project with some files in place of its own, for `use`. */
export async function inPlace<T>(
  files: Record<string, string>,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-trust-'));
  const place = { folder, project: join(folder, 'faulty'), temporary: join(folder, 'tmp') };
  try {
    await mkdir(place.project);
    await mkdir(place.temporary);
    for (const [name, text] of Object.entries({ ...QUICK, ...files })) {
      await writeFile(join(place.project, name), text);
    }
    return await use(place);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
