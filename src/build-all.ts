import { join } from 'node:path';
import { build } from './build.ts';
import { platformsOf } from './compile.ts';
import { openWorkspace, partOf, readOutput, type Workspace } from './output.ts';
import { writeIndexLayout } from './platforms/index-layout.ts';
import { PLATFORMS_FOLDER, placeOf } from './platforms/places.ts';
import { type PlatformsReport, renderPlatforms } from './report/platforms.ts';
import type { RunReport } from './report/types.ts';
import type { BuildRequest } from './run.ts';
import { signatureOf } from './statements/attestation.ts';
import { SIGNATURE } from './statements.ts';

/**
 * Builds, inspects, scans and judges an image for each platform of a spec, one after the other, and
 * writes an index of them. All of it appears in the output folder at the end, or nothing.
 * @throws HardenError as soon as one of them could not be done.
 */
export async function buildAll(request: BuildRequest): Promise<PlatformsReport> {
  const { compiled, output, signal, now } = request;
  const workspace = await openWorkspace(compiled.folder, compiled.image, output);
  const started = now().toISOString();
  try {
    const runs: RunReport[] = [];
    const dirs: string[] = [];
    for (const one of platformsOf(compiled)) {
      const { platform } = one.plan;
      request.progress({ phase: 'platform', message: `building for ${platform}` });
      const part = await partOf(workspace, placeOf(platform));
      runs.push(await build({ ...request, compiled: one, workspace: part }));
      dirs.push(join(workspace.path(placeOf(platform)), 'image'));
    }
    const layoutDir = workspace.path('image');
    const digest = await writeIndexLayout(compiled.plan.name, dirs, layoutDir, signal);
    return await published(workspace, request, runs, {
      digest,
      times: { started, finished: now().toISOString() },
    });
  } finally {
    await workspace.dispose();
  }
}

async function published(
  workspace: Workspace,
  { compiled: { file, plan }, signer }: BuildRequest,
  runs: RunReport[],
  { digest, times }: { digest: string } & Pick<PlatformsReport, 'times'>,
): Promise<PlatformsReport> {
  await withdrawSingle(workspace);
  await workspace.publish(PLATFORMS_FOLDER);
  const layout = await workspace.publish('image');
  const platforms = runs.map(({ image, verdict, diagnostics, reports }) => ({
    platform: image.platform,
    digest: image.digest,
    pass: verdict.pass && diagnostics.every(({ severity }) => severity !== 'error'),
    report: reports['json'] ?? '',
  }));
  const passed = platforms.every(({ pass }) => pass);
  await workspace.withdraw(SIGNATURE);
  const signed =
    signer && passed
      ? await workspace.write(
          SIGNATURE,
          await signer.bundle(Buffer.from(signatureOf({ name: plan.name, digest }))),
        )
      : undefined;
  const report: PlatformsReport = {
    schemaVersion: 1,
    times,
    spec: file,
    image: {
      name: plan.name,
      digest,
      layout,
      ...(signed && { signature: signed }),
      platforms,
    },
  };
  await workspace.write('report.json', renderPlatforms(report));
  return { ...report, runs };
}

/** What a build for one platform left beside its report says nothing of these images. */
async function withdrawSingle(workspace: Workspace): Promise<void> {
  const text = (await readOutput(workspace.output, 'report.json')) ?? '{}';
  const { reports = {} } = parsed(text);
  const left = Object.values(reports).filter((path) => path.startsWith(`${workspace.output}/`));
  for (const path of left) {
    const name = path.slice(workspace.output.length + 1);
    if (!name.includes('/') && name !== 'report.json') await workspace.withdraw(name);
  }
}

function parsed(text: string): { reports?: Record<string, string> } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
