import type { Contract } from './contract.ts';
import { type Port, portsOf } from './ports.ts';
import { comment, scalar } from './yaml.ts';

/** A pod that the strictest of the pod security standards lets in. */
export function kubernetesText(contract: Contract, image: string): string[] {
  const { name, writable } = contract;
  const volumes = volumesOf(writable.map(({ path }) => path));
  return [
    'spec:',
    '  automountServiceAccountToken: false',
    '  securityContext:',
    '    runAsNonRoot: true',
    ...userLines(contract),
    '    seccompProfile: {type: RuntimeDefault}',
    '  containers:',
    `    - name: ${scalar(labelOf(name.split('/').at(-1) ?? name))}`,
    `      image: ${scalar(image)}`,
    ...portLines(portsOf(contract)),
    ...probeLines(contract),
    ...memoryLines(contract),
    '      securityContext:',
    '        readOnlyRootFilesystem: true',
    '        allowPrivilegeEscalation: false',
    '        capabilities: {drop: [ALL]}',
    ...(volumes.length > 0 ? ['      volumeMounts:'] : []),
    ...volumes.map(({ path, label }) => `        - {name: ${label}, mountPath: ${scalar(path)}}`),
    ...(volumes.length > 0
      ? ['  # Empty at every start: what has to stay needs a persistentVolumeClaim, and fsGroup.']
      : []),
    ...(volumes.length > 0 ? ['  volumes:'] : []),
    ...volumes.map(({ path, label }) => `    - {name: ${label}, emptyDir: ${kindOf(path)}}`),
  ];
}

function userLines({ fixedUser, config }: Contract): string[] {
  if (fixedUser === undefined) return [];
  const [uid, gid] = config.User.split(':');
  return [
    `    ${comment(`its own user only: ${fixedUser}`)}`,
    `    runAsUser: ${uid}`,
    ...(gid ? [`    runAsGroup: ${gid}`] : []),
  ];
}

function memoryLines({ memory }: Contract): string[] {
  return memory ? [`      resources: {limits: {memory: "${memory}"}}`] : [];
}

function portLines(ports: readonly Port[]): string[] {
  if (ports.length === 0) return [];
  const items = ports.map(({ number, protocol }) =>
    protocol === 'UDP' ? `{containerPort: ${number}, protocol: UDP}` : `{containerPort: ${number}}`,
  );
  return [`      ports: [${items.join(', ')}]`];
}

/** What a smoke test asks of it is what tells that it is ready. */
function probeLines({ smoke }: Contract): string[] {
  for (const test of smoke) {
    if (test.kind === 'http' && test.status < 400) {
      return [
        '      readinessProbe:',
        `        httpGet: {path: ${scalar(test.path)}, port: ${test.port}}`,
      ];
    }
    if (test.kind === 'start' && test.port !== undefined) {
      return ['      readinessProbe:', `        tcpSocket: {port: ${test.port}}`];
    }
  }
  return [];
}

function volumesOf(paths: readonly string[]): { path: string; label: string }[] {
  const labels = paths.map((path) => labelOf(path));
  return paths.map((path, index) => {
    const label = labels[index] ?? '';
    return { path, label: labels.indexOf(label) === index ? label : `${label}-${index + 1}` };
  });
}

/** A name as Kubernetes takes them: small letters, digits and dashes, 63 at most. */
function labelOf(text: string): string {
  const label = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return label.replace(/^-/, '').slice(0, 60).replace(/-$/, '') || 'folder';
}

function kindOf(path: string): string {
  return path === '/dev/shm' ? '{medium: Memory}' : '{}';
}
