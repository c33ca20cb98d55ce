import { CA, JAVA_CA } from '../../plan/authorities.ts';
import type { Secret, Step } from '../../plan/types.ts';
import type { Ejection } from '../types.ts';
import { isJava } from './authorities.ts';
import { isFlagValue } from './quoting.ts';

/** What a step is given besides files: caches, secrets, an SSH agent, ways through the network. */
export function mountsOf(step: Step, ejection: Ejection): string[] {
  const { plan, network } = ejection;
  const caches = step.caches
    .filter(({ path }) => isFlagValue(path))
    .map(({ id, path }) => `type=cache,id=${cacheName(plan.name, id)},target=${path}`);
  const secrets = (step.secrets ?? []).filter(isMountable).map(secretMount);
  const ssh = step.ssh
    ? [
        'type=ssh,required=true',
        'type=secret,id=known_hosts,target=/run/harden/known_hosts,required=true',
      ]
    : [];
  const ca = network.ca ? [`type=secret,id=ca,target=${CA}`] : [];
  if (network.ca && isJava(ejection)) ca.push(`type=secret,id=java-ca,target=${JAVA_CA}`);
  const names = network.variables.filter((name) => !setsItself(step, name));
  return [
    ...caches,
    ...secrets,
    ...ssh,
    ...ca,
    ...names.map((name) => `type=secret,id=${name},env=${name}`),
  ];
}

export function cacheName(name: string, id: string): string {
  return `${name}-${id}`.replace(/[^\w.-]+/g, '-');
}

/** The name of a secret for the builder; two that come from one place have one name. */
export function secretName({ from }: Secret): string {
  return ('env' in from ? from.env : from.file).replace(/[^\w.-]+/g, '_').replace(/^[_.]+/, '');
}

export function isMountable({ to }: Secret): boolean {
  return isFlagValue('env' in to ? to.env : to.path);
}

function secretMount(secret: Secret): string {
  const { to } = secret;
  const place = 'env' in to ? `env=${to.env}` : `target=${to.path}`;
  return `type=secret,id=${secretName(secret)},${place},required=true`;
}

/** What a step sets for itself wins over the machine's setting. */
function setsItself(step: Step, name: string): boolean {
  const ofSecrets = (step.secrets ?? []).flatMap(({ to }) => ('env' in to ? [to.env] : []));
  return [...Object.keys(step.env), ...ofSecrets].some(
    (one) => one.toLowerCase() === name.toLowerCase(),
  );
}
