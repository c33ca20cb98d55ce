import { listed } from '../diagnostics/listed.ts';
import type { OciConfig } from '../oci/spec.ts';
import type { Check } from '../report/types.ts';
import { checkEntrypoint, checkExecForm } from './checks/entrypoint.ts';
import { checkLeftovers } from './checks/leftovers.ts';
import { checkPrograms, SHELLS } from './checks/programs.ts';
import { checkRights } from './checks/rights.ts';
import { checkSettings, checkUser } from './checks/settings.ts';
import type { Inventory } from './types.ts';

/** The hardening checks on the final image, in a fixed order, each with what it saw. */
export function checkImage(inventory: Inventory, config: OciConfig): Check[] {
  const { files } = inventory;
  return [
    checkUser(config),
    ...checkPrograms(files),
    ...checkRights(files, config.config?.User ?? ''),
    ...checkLeftovers(files),
    checkLinks(inventory),
    checkEntrypoint(files, config),
    checkExecForm(config, SHELLS),
    ...checkSettings(config, SHELLS),
  ];
}

/** `/lib` is a link in many bases: a folder in its place hides the loader and every library. */
function checkLinks({ replacedLinks }: Inventory): Check {
  const shown = replacedLinks.map(({ path, target }) => `/${path} (was a link to ${target})`);
  const evidence = shown.length
    ? `a folder has taken the place of ${listed(shown)}`
    : 'every link of the base is still there';
  return { id: 'base-links-kept', pass: shown.length === 0, evidence };
}
