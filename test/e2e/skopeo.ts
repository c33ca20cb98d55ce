import { chmod } from 'node:fs/promises';
import { buildReport } from './json.ts';
import { startImage, unpackedImage } from './runc.ts';
import { projectOf } from './temporary.ts';

const SPEC = `version: 1
name: skopeo
language: binary
with: {file: policy.json, name: policy.json, libc: none, opaque: true}
entrypoint: [/usr/bin/skopeo, --policy, /app/policy.json, --tmpdir, /out]
runtime: {packages: [skopeo]}
policy: {preset: audit}
`;

/** What is pulled from a loopback registry by skopeo, which is Debian's, in an image of its own. */
export async function pulledBySkopeo(ref: string): Promise<string> {
  const policy = JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] });
  const folder = await projectOf({ 'hardening.yaml': SPEC, 'policy.json': policy });
  const { image } = await buildReport(folder);
  const out = await projectOf({});
  await chmod(out, 0o777);
  const args = ['copy', '--src-tls-verify=false', `docker://${ref}`, 'oci:/out/pulled'];
  const pull = await startImage(await unpackedImage(image.layout), {
    args,
    mounts: [[out, '/out']],
  });
  if ((await pull.exited) !== 0) throw new Error(pull.output());
  return `${out}/pulled`;
}
