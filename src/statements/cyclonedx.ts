import { componentOf } from './cyclonedx-component.ts';
import { EPOCH } from './epoch.ts';
import { imagePurl } from './image-purl.ts';
import { json } from './json.ts';
import type { Bill } from './types.ts';
import { uuidOf } from './uuid.ts';

/** The bill as a CycloneDX 1.6 document. Equal bills give equal bytes. */
export function cycloneDx(bill: Bill): string {
  const { image, harden, parts } = bill;
  const root = imagePurl(image);
  const system = bill.os && `os:${bill.os.family}@${bill.os.version}`;
  return json({
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`cyclonedx ${image.digest}`)}`,
    version: 1,
    metadata: {
      timestamp: EPOCH,
      lifecycles: [{ phase: 'build' }],
      tools: { components: [{ type: 'application', name: 'harden', version: harden }] },
      component: {
        'bom-ref': root,
        type: 'container',
        name: image.name,
        version: image.digest,
        hashes: [{ alg: 'SHA-256', content: image.digest.replace(/^sha256:/, '') }],
        purl: root,
        properties: imageProperties(bill),
      },
    },
    components: [
      ...(bill.os && system
        ? [
            {
              'bom-ref': system,
              type: 'operating-system',
              name: bill.os.family,
              version: bill.os.version,
              properties: [
                { name: 'aquasecurity:trivy:Class', value: 'os-pkgs' },
                { name: 'aquasecurity:trivy:Type', value: bill.os.family },
              ],
            },
          ]
        : []),
      ...parts.map(componentOf),
    ],
    dependencies: dependenciesOf(bill, root, system),
  });
}

/** The image has the system and the app; the system has its packages. */
function dependenciesOf({ parts }: Bill, root: string, system: string | undefined) {
  const of = (kinds: 'system' | 'app') =>
    parts.filter(({ kind }) => (kind === 'system') === (kinds === 'system')).map(({ ref }) => ref);
  const own = system ? [{ ref: system, dependsOn: of('system') }] : [];
  return [
    { ref: root, dependsOn: [...(system ? [system] : of('system')), ...of('app')] },
    ...own,
    ...parts.map(({ ref, dependsOn }) => ({ ref, dependsOn })),
  ];
}

/** What the image stands on, and whose its files are. */
function imageProperties({ image, holdings, unattributed }: Bill) {
  const sums = new Map<string, { files: number; bytes: number }>();
  for (const { kind, files, bytes } of holdings) {
    const before = sums.get(kind) ?? { files: 0, bytes: 0 };
    sums.set(kind, { files: before.files + files, bytes: before.bytes + bytes });
  }
  const owners = [...sums].map(([kind, { files, bytes }]) => ({
    name: `harden:files:${kind}`,
    value: `${files} files, ${bytes} bytes`,
  }));
  return [
    { name: 'harden:base:digest', value: image.base.digest },
    { name: 'harden:base:name', value: image.base.ref },
    { name: 'harden:config-digest', value: image.configDigest },
    ...owners,
    { name: 'harden:files:unattributed', value: `${unattributed} files` },
    { name: 'harden:platform', value: image.platform },
  ].filter(({ value }) => value !== '');
}
