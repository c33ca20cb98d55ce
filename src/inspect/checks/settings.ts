import { listed } from '../../diagnostics/listed.ts';
import type { OciConfig } from '../../oci/spec.ts';
import type { Check } from '../../report/types.ts';

/** A name would have to be looked up in the image, and Kubernetes cannot prove it is not root. */
export function checkUser({ config }: OciConfig): Check {
  const user = config?.User ?? '';
  const uid = /^(\d+)(?::\d+)?$/.exec(user)?.[1];
  const pass = uid !== undefined && Number(uid) > 0;
  const fact = user === '' ? 'no User is set, so it runs as root' : `User is ${user}`;
  return {
    id: 'runs-as-non-root',
    pass,
    evidence: pass ? fact : `${fact}; a numeric id above 0 was expected`,
  };
}

/** What the config says of ports, health and origin. */
export function checkSettings({ config }: OciConfig, shells: RegExp): Check[] {
  const ports = Object.keys(config?.ExposedPorts ?? {});
  const low = ports.filter((port) => Number.parseInt(port, 10) < 1024);
  return [
    {
      id: 'ports-above-1023',
      pass: low.length === 0,
      evidence: low.length > 0 ? `only root may listen on ${listed(low)}` : portsText(ports),
    },
    checkHealth(config?.Healthcheck?.Test ?? [], shells),
    checkLabels(config?.Labels ?? {}),
  ];
}

const OCI = 'org.opencontainers.image.';
const LABELS = ['title', 'description', 'version', 'source', 'revision', 'licenses', 'base.name'];

/** Without a title nobody who finds the image knows what it is; the others help. */
function checkLabels(labels: Readonly<Record<string, string>>): Check {
  const has = LABELS.filter((name) => labels[`${OCI}${name}`]);
  const lacks = LABELS.filter((name) => !has.includes(name));
  const parts = [
    ...(has.length > 0 ? [`has ${has.join(', ')}`] : []),
    ...(lacks.length > 0 ? [`without ${lacks.join(', ')}`] : []),
  ];
  return { id: 'labels', pass: has.includes('title'), evidence: parts.join('; ') };
}

function portsText(ports: readonly string[]): string {
  return ports.length > 0 ? `exposes ${listed(ports)}` : 'exposes no port';
}

function checkHealth([how, ...argv]: readonly string[], shells: RegExp): Check {
  const id = 'health-without-shell';
  if (how === undefined || how === 'NONE') return { id, pass: true, evidence: 'no health check' };
  const program = argv[0]?.split('/').at(-1) ?? '';
  const pass = how === 'CMD' && !shells.test(program);
  return { id, pass, evidence: `runs ${JSON.stringify([how, ...argv])}` };
}
