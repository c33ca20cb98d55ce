import { baseOf } from './audit/base.ts';
import { factsOf } from './audit/facts.ts';
import { gradeOf } from './audit/grade.ts';
import { isProjectManifest } from './audit/needs/node.ts';
import { packagesOf, type Scan } from './audit/packages.ts';
import { countOf, savingsOf } from './audit/savings.ts';
import type { AuditReport } from './audit/types.ts';
import { judgeParts } from './audit/verdicts.ts';
import { proposedSpec } from './audit-spec.ts';
import { allFamilies } from './base/find.ts';
import { blobDir } from './cache.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { layerIndexes } from './elf/layer-index.ts';
import { engineName, instancePaths } from './engine/paths.ts';
import { runningEngine } from './engine/running.ts';
import { findImage } from './find-image.ts';
import { isLoaderSetting } from './inspect/abi.ts';
import { checkSecrets } from './inspect/checks/secrets.ts';
import { checkImage } from './inspect/checks.ts';
import { codeIndexes } from './inspect/code-index.ts';
import { isEvidence } from './inspect/evidence.ts';
import { imageRoot } from './inspect/image-root.ts';
import { readInventory } from './inspect/inventory.ts';
import type { Inventory } from './inspect/types.ts';
import type { Layout } from './oci/layout.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { findPreset } from './preset/find.ts';
import { listPresets } from './preset/text.ts';
import type { Preset } from './preset/types.ts';
import { createRegistryClient } from './registry/client.ts';
import type { Check, Image } from './report/types.ts';
import { type ScanRequest, scanIn } from './scan-image.ts';

export interface AuditRequest extends ScanRequest {
  /** Whether scanners look at the image too, which takes an engine. */
  scan: boolean;
  /** Of the sources, whose files decide what the proposed spec needs to say. */
  folder: string;
}

/** Lists what is in an image, says what of it is needed, and proposes a spec for what is left. */
export async function auditImage(
  request: AuditRequest,
): Promise<{ report: AuditReport; diagnostics: Diagnostic[] }> {
  const workspace = await openWorkspace(request.cwd);
  try {
    const subject = await (request.scan ? scanned : looked)(request, workspace);
    return { report: await reportOf(subject, request), diagnostics: subject.diagnostics };
  } finally {
    await workspace.dispose();
  }
}

interface Subject {
  image: Image;
  layout: Layout;
  inventory: Inventory;
  checks: Check[];
  scan?: Scan;
  /** What went wrong with the scan, and what makes it worthless. */
  diagnostics: Diagnostic[];
}

/** Files whose text an audit needs: evidence, and what a program of Node asks for. */
function isRead(path: string): boolean {
  return isEvidence(path) || isLoaderSetting(path) || isProjectManifest(path);
}

/** Without the checksums of files that have a list beside them: nobody compares them here. */
function isListed(path: string): boolean {
  return isRead(path) && !/^var\/lib\/dpkg\/info\/.*\.md5sums$/.test(path);
}

async function scanned(request: AuditRequest, workspace: Workspace): Promise<Subject> {
  const { report, seen, ...subject } = await scanIn(workspace, { ...request, texts: isRead });
  const { checks, findings, diagnostics } = report;
  return { ...subject, checks, scan: { seen, findings }, diagnostics };
}

async function looked(request: AuditRequest, workspace: Workspace): Promise<Subject> {
  const { signal, progress, env } = request;
  // None is started for this, but the registry beside one that runs answers for others.
  const engine = await runningEngine(instancePaths(engineName(env)));
  const mirrors = engine?.mirrors ?? {};
  const registry = createRegistryClient({ mirrors, blobDir: blobDir(), signal });
  progress({ phase: 'image', message: 'fetching the image' });
  const { image, layout } = await findImage({ ...request, unpack: true }, registry, workspace);
  progress({ phase: 'inspect', message: 'reading the final file system' });
  // To write down what a large image holds takes more memory than to read it again.
  const inventory = await readInventory(layout, { texts: isListed, signal });
  const checks = [...checkImage(inventory, layout.config), checkSecrets(inventory.files, [])];
  return { image, layout, inventory, checks, diagnostics: [] };
}

async function reportOf(subject: Subject, { signal, folder }: AuditRequest): Promise<AuditReport> {
  const { image, layout, inventory, checks, scan } = subject;
  const { config } = layout;
  const indexes = await layerIndexes(layout, blobDir());
  const code = await codeIndexes(layout, blobDir(), signal);
  const facts = factsOf({ config, inventory, root: imageRoot(indexes, inventory), code });
  const presets = await allPresets();
  const { start, verdicts } = judgeParts(facts, droppedBy(presets));
  const packages = packagesOf(facts.parts, verdicts, facts.owners, scan);
  const savings = savingsOf(facts.parts, verdicts, packages, {
    of: (path) => facts.tree.own(path)?.size ?? 0,
    all: inventory.files.reduce((sum, { size }) => sum + size, 0),
  });
  const base = baseOf(config, layout.manifest.annotations, facts.os, await allFamilies());
  const spec = await proposedSpec(facts, start, { presets, folder });
  const { name, digest, configDigest, size, platform } = image;
  return {
    schemaVersion: 1,
    image: { name, digest, configDigest, size, platform, ...(base && { base }) },
    layers: image.layers.map(({ digest, size, uncompressed }, at) => ({
      ...{ digest, size, uncompressed },
      createdBy: layout.layers[at]?.createdBy ?? '',
      base: base !== undefined && at < base.layers,
    })),
    starts: start.argv,
    packages,
    savings,
    grade: gradeOf(checks, savings, countOf(packages)),
    checks,
    gaps: [...facts.gaps, ...('unknown' in spec ? [spec.unknown] : [])],
    ...('text' in spec && { spec }),
    scanned: scan !== undefined,
  };
}

async function allPresets(): Promise<Preset[]> {
  const found = await Promise.all((await listPresets()).map((name) => findPreset(name, '.')));
  return found.flatMap((one) => (one.ok ? [one.value] : []));
}

/** Why presets leave dependencies out of the bases that they name packages for. */
function droppedBy(presets: readonly Preset[]): Map<string, string> {
  const bases = presets.flatMap(({ data }) => Object.values(data.bases?.debian ?? {}));
  return new Map(bases.flatMap((base) => Object.entries(base?.drop ?? {})));
}
