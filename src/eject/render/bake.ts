import type { Ejection } from '../types.ts';
import { lendsAgent, secretSources } from './build-command.ts';

const DOLLAR = '$$' + '{';

/** A bake file for the ejected Dockerfile, as JSON: what the command would need as flags. */
export function bakeFile(ejection: Ejection): string {
  const { plan, folder } = ejection;
  const secret = secretSources(ejection).map(({ id, from }) =>
    'env' in from ? { type: 'env', id, env: from.env } : { type: 'file', id, src: from.file },
  );
  const image = {
    context: '.',
    dockerfile: `${folder}/Dockerfile`,
    platforms: [plan.platform],
    tags: [plan.name],
    ...(secret.length > 0 && { secret }),
    ...(lendsAgent(ejection) && { ssh: [{ id: 'default' }] }),
  };
  const file = { group: { default: { targets: ['image'] } }, target: { image } };
  // Bake replaces ${…} in the texts of a file; two dollars are one.
  return `${JSON.stringify(file, null, 2).replaceAll('${', () => DOLLAR)}\n`;
}
