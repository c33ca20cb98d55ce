import { type Diagnostic, warning } from '../diagnostics/diagnostic.ts';
import type { ProjectFiles } from '../preset/types.ts';
import { SCANNERS } from './scanners.ts';

/** Where each scanner looks for settings when it is started in a project by hand. */
const SETTINGS = {
  trivy: ['trivy.yaml', '.trivyignore', '.trivyignore.yaml', '.trivyignore.yml'],
  grype: ['.grype.yaml', '.grype.yml', '.grype/config.yaml'],
} as const;

/** Settings of scanners in a project: who wrote them thinks that they count. */
export function projectConfigs(project: Pick<ProjectFiles, 'has'>): Diagnostic[] {
  return Object.values(SCANNERS).flatMap(({ name, title }) =>
    SETTINGS[name].filter(project.has).map((file) =>
      warning('scan/project-config', `${file} changes nothing: ${title} does not get to see it`, {
        span: { file, line: 1, column: 1, length: 0 },
        hint: 'write what it accepts into the spec as policy.ignore, with a reason and an end, and remove it',
      }),
    ),
  );
}
