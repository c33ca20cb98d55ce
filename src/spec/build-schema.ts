import { z } from 'zod';
import { ENV_NAME, HOST_PATH } from './grammar.ts';
import { needs, oneOf } from './rules.ts';
import * as words from './words.ts';

const name = words.word(ENV_NAME, 'a name of letters, digits and _', 'write it like NPM_TOKEN');

const secret = z
  .strictObject({
    env: name.optional().meta({ description: 'Variable of this machine that holds it' }),
    file: words
      .word(HOST_PATH, 'the path of a file')
      .optional()
      .meta({ description: 'File that holds it, relative to this file or below ~/' }),
    as: name.optional().meta({
      description: 'Variable of the step; default: the one of this machine',
    }),
    to: words.artifactTarget.optional().meta({
      description: 'File of the step, in memory only',
    }),
  })
  .check(oneOf('env', 'file'), placed, needs('file', 'as', 'to'));

/** A secret is a variable or a file of the step, not both. */
function placed({ value, issues }: z.core.ParsePayload<object>): void {
  if (!('as' in value && 'to' in value)) return;
  const message = 'as or to, not both\nname the secret twice if the step needs it twice';
  const params = { code: 'spec/conflict' };
  issues.push({ code: 'custom', input: value, message, params });
}

const secrets = z.array(secret).min(1, 'at least one secret');

const ssh = z.strictObject({
  knownHosts: words.word(HOST_PATH, 'the path of a file').meta({
    description: 'File with the keys of the hosts, relative to this file or below ~/',
  }),
  agent: name.optional().meta({
    description: "Variable of this machine that holds the agent's socket; default: SSH_AUTH_SOCK",
  }),
});

const step = z.strictObject({
  run: words.argv.meta({ description: 'The program and its arguments, run without a shell' }),
  env: words.env.optional().meta({ description: 'Environment of this step only' }),
  workdir: words.containerPath.optional().meta({ description: 'Working folder; default: /src' }),
  caches: words.caches.optional().meta({
    description: 'Volumes kept from build to build; nothing in them can ship',
  }),
  secrets: secrets.optional().meta({ description: 'Secrets of this step only' }),
});

export const build = z.strictObject({
  env: words.env.optional().meta({
    description: 'Environment of every step, those of the preset too; never of the image',
  }),
  secrets: secrets.optional().meta({
    description: 'Credentials that every step has; named here, written nowhere',
  }),
  ssh: ssh.optional().meta({
    description: 'The SSH agent of this machine, lent to every step; no key leaves it',
  }),
  steps: z.array(step).min(1, 'at least one step').optional().meta({
    description: 'Run in order in the toolchain; they replace the build steps of the preset',
  }),
});

/** A secret as a spec names it: where it is, and where a step finds it. */
export type WrittenSecret = z.infer<typeof secret>;

export type WrittenSsh = z.infer<typeof ssh>;
