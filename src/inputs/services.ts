import type { BuildPlan } from '../plan/types.ts';
import type { RunningService } from '../smoke/services.ts';
import type { InputContext } from './context.ts';
import { pinnedImage } from './pinned-image.ts';

/** The services of a plan, their images by digest. */
export function resolveServices(
  services: BuildPlan['services'],
  context: InputContext,
): Promise<RunningService[]> {
  const builder = { ...context, platform: context.builder };
  return Promise.all(
    (services ?? []).map(async (service) => {
      const { ref, archive } = await pinnedImage(service.image, 'service', builder, service.origin);
      return { ...service, ref, ...(archive && { archive }) };
    }),
  );
}
