import type { ImageParts, Pipeline } from './dagger/index.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import type { ImageFile } from './inspect/types.ts';
import { kindOf } from './oci/layer-source.ts';
import type { Layout } from './oci/layout.ts';
import { writeLoadArchive } from './oci/load-archive.ts';
import type { BuildPlan, SmokeTest } from './plan/types.ts';
import { projectFiles } from './project-files.ts';
import { anyUser } from './smoke/any-user.ts';
import { judgeUsers } from './smoke/judge-users.ts';
import { type RunningService, withProvided } from './smoke/services.ts';
import type { FileRights, SmokeResult } from './smoke/types.ts';

export interface SmokeTestInput {
  layout: Layout;
  plan: Pick<BuildPlan, 'smoke' | 'writable' | 'fixedUser' | 'memory'>;
  services: readonly RunningService[];
  /** The root that runs the tests, as an archive. */
  helper: () => Promise<string>;
  pipeline: Pick<Pipeline, 'smoke'>;
  /** Everything in the image. */
  files: readonly ImageFile[];
  /** The project folder. */
  folder: string;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  cacheBuster?: string;
}

/** Runs the finished image as production would, and judges what it did. */
export async function smokeTest(input: SmokeTestInput): Promise<SmokeResult[]> {
  const { layout, plan, path, pipeline, services, cacheBuster } = input;
  const { smoke: tests, fixedUser } = plan;
  if (tests.length === 0) return [];
  const helper = await input.helper();
  const any = anyUser(layout.config);
  const { user, seen } = await pipeline.smoke({
    archive: (parts) => archiveOf(layout, parts, path(`smoke-${parts}.tar`)),
    config: withProvided(layout.config, services),
    services,
    tests,
    ...(fixedUser === undefined && { anyUser: any }),
    writable: plan.writable.map((folder) => folder.path),
    ...(plan.memory && { memory: plan.memory }),
    helper,
    ...(cacheBuster && { cacheBuster }),
  });
  const about = {
    workdir: layout.config.config?.WorkingDir || '/',
    files: input.files.flatMap(({ path, type }) => (type === 'directory' ? [] : [`/${path}`])),
    rights: new Map(input.files.map((file) => [`/${file.path}`, rightsOf(file)])),
    project: projectFiles(input.folder),
  };
  const users = { own: user, any, ...(fixedUser && { fixedUser }) };
  return tests.flatMap((test, index) => {
    const facts = seen[index];
    return facts ? [judgeUsers(test, facts, about, users)] : [];
  });
}

function rightsOf({ mode, uid, gid, type }: ImageFile): FileRights {
  return { mode, uid, gid, folder: type === 'directory' };
}

async function archiveOf(layout: Layout, parts: ImageParts, file: string): Promise<string> {
  const kept = layout.layers.filter(({ descriptor }) => kindOf(descriptor) !== 'app');
  const without = parts === 'app' ? kept.map(({ descriptor }) => descriptor.digest) : [];
  await writeLoadArchive(layout, file, { without: new Set(without) });
  return file;
}

/** A failed test as an error at the line that asks for it. */
export function smokeDiagnostics(
  tests: readonly SmokeTest[],
  results: readonly SmokeResult[],
): Diagnostic[] {
  return results.flatMap(({ name, pass, evidence, log, diagnosis }, index) => {
    if (pass) return [];
    const span = tests[index]?.origin;
    return [
      error('smoke/failed', `the image ${evidence}; asked was: ${name}`, {
        ...(span && { span }),
        hint: diagnosis ?? 'read its last lines below, and run the image by hand',
        ...(log && { detail: log }),
      }),
    ];
  });
}
