/** Options that several commands have. */
type Option = [flag: string, description: string];

export const JSON_OPTION: Option = ['--json', 'Print the result as one JSON document'];
export const ENGINE_OPTION: Option = [
  '--engine <address>',
  'Use this engine: unix://, tcp://, docker-container:// or kube-pod://; repeatable',
];
export const IMAGE_OPTION: Option = [
  '--image <name>',
  'Of a spec with several images, the one of this name',
];
export const REPORT_OPTION: Option = [
  '--report <name=path>',
  'Also write a report: html, markdown, comment, sarif, junit, gitlab, json or text; repeatable',
];
