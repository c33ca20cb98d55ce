import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eachFile } from '../oci/extract.ts';
import type { Layout } from '../oci/layout.ts';
import type { Expectation } from '../plan/types.ts';
import { comparableName } from '../scan/ecosystem.ts';
import { goBuildInfo, type MetadataFile, pythonDistInfo } from '../scan/expected.ts';
import { pythonRequirements } from '../scan/requirements.ts';
import type { ExpectedPackage } from '../scan/types.ts';

export interface ExpectedInput {
  expectations: readonly Expectation[];
  /** The project folder, for lock files. */
  folder: string;
  layout: Layout;
  workDir: string;
}

/** What an app's own records say is in it, and which of those records could not be read. */
export interface ExpectedPackages {
  packages: ExpectedPackage[];
  gaps: string[];
}

const METADATA_LIMIT = 1024 * 1024;

/** The packages of the app that a scanner has to see: from lock files and from the image itself. */
export async function expectedPackages(input: ExpectedInput): Promise<ExpectedPackages> {
  const found = await Promise.all(
    input.expectations.map((expectation) => read(expectation, input)),
  );
  return {
    packages: unique(found.flatMap(({ packages }) => packages)),
    gaps: found.flatMap(({ gaps }) => gaps),
  };
}

async function read(expectation: Expectation, input: ExpectedInput): Promise<ExpectedPackages> {
  switch (expectation.kind) {
    case 'go-buildinfo':
      return goPackages(expectation.path, input);
    case 'python-dist-info':
      return pythonPackages(expectation.path, input);
    case 'python-requirements':
      return requirements(expectation.path, input);
    default:
      throw new Error(`no reader for ${String(expectation.kind satisfies never)}`);
  }
}

async function goPackages(path: string, input: ExpectedInput): Promise<ExpectedPackages> {
  const wanted = path.replace(/^\//, '');
  let found: ExpectedPackage[] | undefined;
  await eachArtifact(
    input,
    (file) => file === wanted,
    async (file) => {
      found = (await goBuildInfo(file))?.packages;
    },
  );
  if (found) return { packages: found, gaps: [] };
  const gap = `${path} holds no Go build info, so no scanner can see its modules`;
  return { packages: [], gaps: [gap] };
}

async function pythonPackages(path: string, input: ExpectedInput): Promise<ExpectedPackages> {
  const below = path === '/' ? '' : `${path.replace(/^\//, '')}/`;
  const files: MetadataFile[] = [];
  const wanted = (file: string) => file.startsWith(below) && file.endsWith('.dist-info/METADATA');
  await eachArtifact(input, wanted, async (file) => {
    const head = await file.read(0, METADATA_LIMIT);
    files.push({ path: file.path, content: Buffer.from(head).toString('utf8') });
  });
  return { packages: pythonDistInfo(files), gaps: [] };
}

async function requirements(path: string, input: ExpectedInput): Promise<ExpectedPackages> {
  const text = await readFile(join(input.folder, path), 'utf8').catch(() => '');
  return { packages: pythonRequirements(text), gaps: [] };
}

/** The base's packages are known from its own database; only what harden built is looked at. */
async function eachArtifact(
  { layout, workDir }: ExpectedInput,
  wanted: (path: string) => boolean,
  use: Parameters<typeof eachFile>[4],
): Promise<void> {
  const built = layout.layers.filter(({ createdBy }) =>
    /^harden: (dependencies|app)$/.test(createdBy),
  );
  for (const layer of built) await eachFile(layout, layer, wanted, workDir, use);
}

/** A lock file and the image may write one package's name differently. */
function unique(packages: ExpectedPackage[]): ExpectedPackage[] {
  const keyOf = ({ name, version, type }: ExpectedPackage) =>
    [type, comparableName(name, type), version].join(' ');
  return [...new Map(packages.map((one) => [keyOf(one), one])).values()];
}
