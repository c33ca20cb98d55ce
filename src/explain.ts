import { error, HardenError } from './diagnostics/diagnostic.ts';
import { nearPath } from './diagnostics/near-path.ts';
import { explainFile } from './explain/file.ts';
import type { Explanation } from './explain/types.ts';
import { inspectImage } from './inspect-image.ts';
import { readLayout } from './oci/layout.ts';
import type { BuildPlan } from './plan/types.ts';
import type { RunReport } from './report/types.ts';

/**
 * Explains a file of a run's image, which is read from its layout.
 * @throws HardenError explain/not-found where the image has no such file, or is gone.
 */
export async function explainImageFile(
  path: string,
  report: RunReport,
  plan: BuildPlan | undefined,
  folder: string,
): Promise<Explanation> {
  const { layout: dir, digest } = report.image;
  const layout = await readLayout(dir).catch(() => undefined);
  if (layout?.manifestDigest !== digest) {
    const hint = 'build again: a file can be explained where the image of the report lies';
    throw new HardenError(
      error('explain/not-found', `the image is not at ${dir} any more`, { hint }),
    );
  }
  const { inventory, ownerOf } = await inspectImage(layout, {
    plan: { expect: [], artifacts: plan?.artifacts ?? [{ from: report.image.name, to: '/' }] },
    folder,
    path: (name) => name,
  });
  const file = inventory.files.find((one) => `/${one.path}` === path);
  const owner = file && ownerOf(file);
  if (!file || !owner) {
    const near = nearPath(
      path,
      inventory.files.map((one) => `/${one.path}`),
    );
    throw new HardenError(
      error('explain/not-found', `there is no file ${path} in ${report.image.name}`, {
        hint: near ? `write: harden explain ${near}` : 'name a file by its whole path in the image',
      }),
    );
  }
  const { type, size, mode, uid, gid, layer } = file;
  return explainFile(
    {
      ...{ path, type, size, layer, owner },
      mode: mode.toString(8).padStart(4, '0'),
      user: `${uid}:${gid}`,
    },
    report,
  );
}
