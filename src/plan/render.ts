import type { Span } from '../diagnostics/diagnostic.ts';
import { columnsOf, visible } from '../diagnostics/visible.ts';
import type { LicenseRules } from './policy.ts';
import { settingLines } from './render-settings.ts';
import type { BuildPlan, ImageBase, Stage, Step } from './types.ts';

const WIDTH = 80;
const LABEL = 14;

/** A plan as text for people, at most 80 columns unless a word is longer. Ends with a line end. */
export function renderPlan(plan: BuildPlan): string {
  const lines = [
    ...row('image', [`${plan.name} for ${plan.platform}`]),
    ...row('language', [languageOf(plan)]),
    ...row('toolchain', [toolchainOf(plan), from(plan.toolchain.origin)]),
    ...plan.stages.flatMap(stageLines),
    ...plan.artifacts.flatMap((artifact, index) => {
      const { from: path, to, mode, layer, origin } = artifact;
      const text = `${path} -> ${to}${mode ? ` (${mode})` : ''}, layer ${layer}`;
      return row(index === 0 ? 'artifacts' : '', [text, from(origin)]);
    }),
    ...baseLines(plan),
    ...configLines(plan),
    ...row('scan', [`${plan.scan.scanners.join(', ')}, ${expectationsOf(plan)}`]),
    ...row('policy', policyOf(plan)),
  ];
  return `${lines.join('\n')}\n`;
}

function languageOf({ language }: BuildPlan): string {
  const inputs = Object.entries(language.inputs).map(([name, value]) => `${name}=${value}`);
  return [language.preset, ...inputs].join(' ');
}

function toolchainOf({ toolchain }: BuildPlan): string {
  if (toolchain.kind === 'image') return toolchain.ref;
  return `Debian ${toolchain.release}: ${toolchain.packages.join(' ')}`;
}

function stageLines(stage: Stage): string[] {
  const { include, exclude } = stage.files;
  const of = stage.ignoredBy ? `, those of ${stage.ignoredBy} among them` : '';
  const files = `${include.join(' ')} except ${exclude.length} patterns${of}`;
  const stubs = stage.stubs ? [`by name only ${stage.stubs.include.join(' ')}`] : [];
  const head = row(stage.name, [`sees ${files}`, ...stubs]);
  return [...head, ...stage.steps.flatMap(stepLines)];
}

function stepLines(step: Step): string[] {
  const env = Object.entries(step.env).map(([name, value]) => `${name}=${quoted(value)}`);
  const caches = step.caches.map(({ path }) => path);
  const secrets = (step.secrets ?? []).map(({ to }) => ('env' in to ? to.env : to.path));
  const { ssh } = step;
  return [
    ...row('', [`$ ${step.run.map(quoted).join(' ')}`, from(step.origin)]),
    ...(env.length > 0 ? row('', [`  env ${env.join(' ')}`]) : []),
    ...(caches.length > 0 ? row('', [`  caches ${caches.join(' ')}`]) : []),
    ...(secrets.length > 0 ? row('', [`  secrets ${secrets.join(' ')}`]) : []),
    ...(ssh ? row('', [`  ssh by the agent of ${ssh.agent}`]) : []),
  ];
}

function baseLines({ base, reasons }: BuildPlan): string[] {
  const why = row('', [`why: ${reasons.base}`]);
  const flavour = reasons.flavour ? row('', [reasons.flavour]) : [];
  if (base.kind === 'scratch') return [...row('base', ['scratch', from(base.origin)]), ...why];
  if (base.kind === 'image') {
    return [
      ...row('base', [base.ref, from(base.origin)]),
      ...why,
      ...flavour,
      ...row('', changesTo(base)),
    ];
  }
  const links = Object.entries(base.links).map(([path, target]) => `${path} -> ${target}`);
  return [
    ...row('base', [`Debian ${base.release}: ${base.packages.join(' ')}`, from(base.origin)]),
    ...why,
    ...row(
      '',
      Object.entries(base.drop).map(([name, reason]) => `without ${name}: ${reason}`),
    ),
    ...row(
      '',
      links.map((link) => `link ${link}`),
    ),
  ];
}

function changesTo({ packages, remove, flatten }: ImageBase): string[] {
  const names = [...(remove?.packages ?? []), ...(remove?.paths ?? [])];
  return [
    ...(packages ? [`with ${packages.names.join(' ')}`] : []),
    ...(names.length > 0 ? [`without ${names.join(' ')}`] : []),
    ...(flatten ? ['as one layer of its own'] : []),
  ];
}

function configLines({ config, reasons, settings, writable }: BuildPlan): string[] {
  return [
    ...row('starts', [[...config.Entrypoint, ...config.Cmd].map(quoted).join(' ')]),
    ...row('', [`as ${config.User} in ${config.WorkingDir}`, `why this user: ${reasons.user}`]),
    ...row('', config.Env),
    ...row(
      '',
      config.ExposedPorts.map((port) => `port ${port}`),
    ),
    ...settingLines(settings).flatMap(([text, origin]) => row('', [text, from(origin)])),
    ...writable.flatMap(({ path, origin }) =>
      row('', [`writes ${path}, which is its own`, from(origin)]),
    ),
  ];
}

function expectationsOf({ expect, scan }: BuildPlan): string {
  const age = `database of at most ${scan.maxDatabaseAge} hours`;
  const lists = expect.map(({ kind, path }) => `${kind} of ${path}`);
  return lists.length > 0 ? `${age}, must see ${lists.join(' and ')}` : age;
}

function policyOf({ policy }: BuildPlan): string[] {
  const limits = Object.entries(policy.vulnerabilities).map(([name, most]) => `${name} ${most}`);
  return [
    [policy.preset, ...limits, ...(policy.unfixed ? [`unfixed ${policy.unfixed}`] : [])].join(', '),
    ...(policy.kev === undefined ? [] : [`known exploits ${policy.kev ? 'fail' : 'do not fail'}`]),
    ...(policy.epss === undefined ? [] : [`fails from EPSS ${policy.epss} on`]),
    ...(policy.cvss === undefined ? [] : [`fails from CVSS ${policy.cvss.toFixed(1)} on`]),
    ...(policy.grace ? [`grace ${daysText(policy.grace)} after a fix`] : []),
    ...(policy.size === undefined ? [] : [`at most ${policy.size} bytes`]),
    ...(policy.packages === undefined ? [] : [`at most ${policy.packages} packages`]),
    ...licencesText(policy.licenses),
    ...(policy.vex ?? []).map(({ file, author }) => `what ${file} of ${author} says`),
    ...(policy.accept ?? []).map(
      ({ check, path, until, owner }) =>
        `accept ${check}${path ? ` of ${path}` : ''} until ${until} (${owner})`,
    ),
    ...policy.ignore.map(({ id, until, owner }) => `ignore ${id} until ${until} (${owner})`),
  ];
}

function licencesText({ allow, deny }: LicenseRules = {}): string[] {
  return [
    ...(allow ? [`licences of the app: ${allow.join(', ')}`] : []),
    ...(deny?.length ? [`no licence of the app: ${deny.join(', ')}`] : []),
  ];
}

function daysText(grace: NonNullable<BuildPlan['policy']['grace']>): string {
  return Object.entries(grace)
    .map(([name, days]) => `${name} ${days}d`)
    .join(', ');
}

function from({ file, line }: Span): string {
  return `(${file}:${line})`;
}

/** An argument as a reader can tell it from its neighbours; nothing runs this text. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

/** A label and texts below each other, each broken between words. */
function row(label: string, texts: readonly string[]): string[] {
  const lines: string[] = [];
  const [first = '', second] = texts;
  // A place goes beside what it is the place of, where there is room.
  const together =
    texts.length === 2 && second?.startsWith('(') ? [`${first}  ${second}`] : [...texts];
  for (const text of together) lines.push(...wrapped(visible(text), WIDTH - LABEL));
  return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL)}${line}`.trimEnd());
}

function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trim().split(/ (?! )/)) {
    const joined = line === indent ? line + word : `${line} ${word}`;
    if (line !== indent && columnsOf(joined) > width) {
      lines.push(line);
      line = `${indent}  ${word.trim()}`;
    } else line = joined;
  }
  return [...lines, line];
}
