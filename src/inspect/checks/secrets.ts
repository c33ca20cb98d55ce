import { listed } from '../../diagnostics/listed.ts';
import { isOfApp } from '../../oci/layer-source.ts';
import type { Check } from '../../report/types.ts';
import type { ScanReport, Secret } from '../../scan/types.ts';
import type { ImageFile } from '../types.ts';

const CONFIG = 'the config of the image';
/** Files that hold credentials by their name, whatever they say. */
const FILES =
  /(?:^|\/)(?:\.npmrc|\.yarnrc\.yml|\.pypirc|\.netrc|_netrc|\.git-credentials|\.env(?:\.(?:local|production|prod))?|\.dockercfg|\.docker\/config\.json|\.aws\/credentials|\.kube\/config|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/**
 * Whether anything in the image may be secret: what scanners found in texts and in the config, and
 * files of credentials in the layers of the build. The evidence names places, never what they hold.
 */
export function checkSecrets(
  files: readonly ImageFile[],
  reports: readonly Pick<ScanReport, 'secrets'>[],
): Check {
  const id = 'no-secrets';
  const looked = reports.flatMap(({ secrets }) => (secrets ? [secrets] : []));
  const named = files.filter(({ path, type, kind }) => {
    return isOfApp(kind) && type !== 'directory' && FILES.test(path);
  });
  const found = [...new Set([...looked.flat().map(placeOf), ...named.map(ofName)])];
  const paths = [...looked.flat(), ...named.map(({ path }) => ({ path: `/${path}` }))];
  if (found.length > 0) {
    return { id, pass: false, evidence: listed(found), paths: pathsOf(paths) };
  }
  const evidence =
    looked.length > 0
      ? 'no key, token or password'
      : 'no file of credentials by its name; only trivy looks into files';
  return { id, pass: true, evidence };
}

function placeOf({ path, line, title }: Secret): string {
  return path ? `${path}:${line} (${title})` : `${CONFIG} (${title})`;
}

function ofName({ path }: ImageFile): string {
  return `/${path} (by its name)`;
}

function pathsOf(found: readonly { path?: string }[]): string[] {
  return [...new Set(found.map(({ path }) => path ?? CONFIG))];
}
