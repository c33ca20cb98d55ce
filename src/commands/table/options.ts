/** Options that several commands have. */
type Option = [flag: string, description: string];

export const JSON_OPTION: Option = ['--json', 'Print the result as one JSON document'];
export const ENGINE_OPTION: Option = [
  '--engine <address>',
  'Use this engine: unix://, tcp://, docker-container:// or kube-pod://; repeatable',
];
/** A part of the images that there are. */
export const PART_OPTIONS: Option[] = [
  ['--changed [ref]', 'Only images that a change since this ref touches; default: the main branch'],
  ['--shard <part>', 'Only a part of the images, such as 2/3'],
  ['--timings <report>', 'Split shards by how long images took in an earlier build --json'],
];
export const IMAGE_OPTION: Option = [
  '--image <name>',
  'Of a spec with several images, the one of this name',
];
export const PLATFORM_OPTION: Option = [
  '--platform <platform>',
  'Only this one of the platforms of the spec, such as linux/arm64',
];
export const REPORT_OPTION: Option = [
  '--report <name=path>',
  'Also write a report: html, markdown, comment, sarif, junit, gitlab, json or text; repeatable',
];

export const TRUST_ROOT_OPTION: Option = [
  '--trust-root <file>',
  "A trusted_root.json in place of that of Sigstore's public instances",
];
export const KEYLESS_OPTION: Option = [
  '--sign-keyless',
  'Sign as the identity that the CI gives the job, through Sigstore',
];
