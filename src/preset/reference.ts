import { presetJsonSchema } from '../spec/json-schema.ts';
import { keyTable } from '../spec/reference.ts';
import type { Preset } from './types.ts';

/** docs/presets.md: the built-in presets with their inputs, and every key of preset.yaml. */
export function presetReference(presets: readonly Preset[]): string {
  return [
    '# Presets',
    '',
    'Made from the presets and their schema by `npm run generate`. A preset is data: loading one runs',
    'nothing. A spec names it under `language` and sets its inputs under `with`.',
    '',
    ...presets.flatMap(presetSection),
    '## preset.yaml',
    '',
    'Name a preset of your own by its path, `language: ./presets/elixir`, or by the npm package that it',
    'comes with, `language: "@acme/harden-preset-elixir"`. `harden presets new DIR` writes one to start',
    'from, and `harden presets check DIR` holds it against the schema and the plans of its examples.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of presets
    '`${{ inputs.x }}` stands for the value of an input, in texts and in items of argument lists; no',
    'shell ever reads it.',
    '',
    keyTable(presetJsonSchema()),
    '',
  ].join('\n');
}

/** What one preset takes and needs, as Markdown. */
export function presetSection({ name, data }: Preset): string[] {
  const inputs = Object.entries(data.inputs).map(
    ([input, { type, values, description, ...rest }]) => {
      const takes = values ? values.map((value) => `\`${value}\``).join(', ') : type;
      const fallback = rest.default === undefined ? 'must be given' : `\`${rest.default}\``;
      return `| \`${input}\` | ${takes} | ${fallback} | ${description} |`;
    },
  );
  const sources = new Map<string, Set<string>>();
  for (const { input, file } of data.versions ?? []) {
    sources.set(input, (sources.get(input) ?? new Set()).add(`\`${file}\``));
  }
  const versions = [...sources].map(
    ([input, files]) =>
      `Without \`with: {${input}: …}\` the value comes from ${[...files].join(', ')}.`,
  );
  return [
    `## ${name}`,
    '',
    `${data.description}. ${needsOf(data)}`,
    '',
    '| input | takes | default | meaning |',
    '|---|---|---|---|',
    ...inputs,
    '',
    ...versions.flatMap((line) => [line, '']),
    ...dropLines(data),
  ];
}

function needsOf({ needs = [], variants = [] }: Preset['data']): string {
  const conditional = variants.flatMap(({ when, needs: more = [] }) => {
    const inputs = Object.entries(when).map(([name, value]) => `${name}=${value}`);
    return more.map(({ what, why }) => `${what} with ${inputs.join(', ')} (${why})`);
  });
  const all = [...needs.map(({ what, why }) => `${what} (${why})`), ...conditional];
  return all.length === 0 ? 'Needs nothing of its base.' : `Needs of its base: ${all.join('; ')}.`;
}

/** What a base leaves out is told, with the reason: naming the package brings it back. */
function dropLines({ bases }: Preset['data']): string[] {
  const drops = Object.entries(bases?.debian?.trixie?.drop ?? {});
  if (drops.length === 0) return [];
  return [
    'Left out of the Debian base, until `runtime.packages` names it:',
    '',
    ...drops.map(([name, reason]) => `- \`${name}\`: ${reason}`),
    '',
  ];
}
