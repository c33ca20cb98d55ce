import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleCharacter } from '../../src/diagnostics/visible.ts';
import { bakeFile } from '../../src/eject/render/bake.ts';
import { dockerfile } from '../../src/eject/render/dockerfile.ts';
import { ignoreFile } from '../../src/eject/render/ignore.ts';
import { unexpressed } from '../../src/eject/render/unexpressed.ts';
import { ejectionFrom, ejectionOf } from './ejection.ts';
import { execArgs, instructions, pairs } from './read-dockerfile.ts';

const golden = (name: string) => join(import.meta.dirname, 'golden', name);

test.each(['go-api', 'java-worker', 'python-api'])('the Dockerfile of %s', async (name) => {
  const ejection = await ejectionOf(name);
  await expect(dockerfile(ejection)).toMatchFileSnapshot(golden(`${name}.Dockerfile`));
  await expect(ignoreFile(ejection)).toMatchFileSnapshot(golden(`${name}.dockerignore`));
});

test('every step is run as it is in the plan, in the exec form', async () => {
  const ejection = await ejectionOf('node-api');
  const steps = ejection.plan.stages.flatMap((stage) => stage.steps);
  const runs = instructions(dockerfile(ejection)).filter(({ name }) => name === 'RUN');
  expect(runs.map(execArgs)).toEqual(
    steps.map(({ run, env }) =>
      env['NODE_ENV'] === undefined ? run : ['env', 'NODE_ENV=production', ...run],
    ),
  );
  expect(steps.some(({ env }) => env['NODE_ENV'] === undefined)).toBe(true);
});

const hostile = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => text.replaceAll('\0', ''));
const nasty = fc.constantFrom(
  '$(reboot)',
  '$HOME $' + '{HOME}',
  '\\',
  '"',
  "'; RUN x",
  '\nRUN reboot\n',
  '<<EOF',
  '# x',
  '\u202egnp',
  '\u001b[2J',
  ' \\',
);

test('no text of a spec becomes an instruction or is replaced by a builder', async () => {
  const { plan } = await ejectionOf('go-api');
  const texts = fc.oneof(hostile, nasty);
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1 }), texts, texts, (run, value, label) => {
      const step = plan.stages[0]?.steps[0];
      if (!step) throw new Error('no step');
      const steps = [{ ...step, run: ['x', ...run], env: { A: value } }];
      const ejection = ejectionFrom({
        ...plan,
        reasons: { ...plan.reasons, base: value },
        stages: plan.stages.map((stage) => ({ ...stage, steps })),
        config: { ...plan.config, Env: [`B=${value}`], Entrypoint: ['/app', ...run] },
      });
      const labels = { ...ejection.config.Labels, [`x${label}`]: value };
      const text = dockerfile({ ...ejection, config: { ...ejection.config, Labels: labels } });
      expect([...text].filter((sign) => visibleCharacter(sign) !== sign)).toEqual([]);
      const all = instructions(text);
      const known = 'FROM ADD WORKDIR COPY ENV RUN LABEL EXPOSE USER ENTRYPOINT'.split(' ');
      expect(known).toEqual(expect.arrayContaining([...new Set(all.map(({ name }) => name))]));
      const runs = all.filter(({ name }) => name === 'RUN').map(execArgs);
      for (const one of runs) expect(one.slice(one.indexOf('x'))).toEqual(['x', ...run]);
      const [start] = all.filter(({ name }) => name === 'ENTRYPOINT');
      expect(start && execArgs(start)).toEqual(['/app', ...run]);
      const env = all.filter(({ name }) => name === 'ENV').flatMap(pairs);
      const lost = unexpressed(ejection, 'dockerfile').some((one) => one.includes('"B"'));
      expect(env.some(([name, read]) => name === 'B' && read === value)).toBe(!lost);
      for (const [name, read] of env) if (/^[AB]$/.test(name)) expect(read).toBe(value);
      all.filter(({ name }) => name === 'LABEL').flatMap(pairs);
    }),
    { numRuns: 300 },
  );
});

test('what a Dockerfile cannot say is at its top', async () => {
  const { plan } = await ejectionOf('go-api');
  const ejection = ejectionFrom({ ...plan, config: { ...plan.config, Env: ['KEY=a\nb'] } });
  const text = dockerfile(ejection);
  expect(text.slice(0, text.indexOf('FROM'))).toContain('"KEY"');
  expect(text).not.toContain('KEY=');
});

test('a password in a variable is a value like any other', async () => {
  const { plan } = await ejectionOf('go-api');
  const config = { ...plan.config, Env: ['DB=postgres://app:secret@db/shop'] };
  expect(dockerfile(ejectionFrom({ ...plan, config }))).toContain(
    'DB="postgres://app:secret@db/shop"',
  );
});

test('secrets are mounted, and the command at the top names them', async () => {
  const { plan } = await ejectionOf('go-api');
  const origin = plan.toolchain.origin;
  const secrets = [
    { from: { env: 'TOKEN' }, to: { env: 'GITHUB_TOKEN' }, origin },
    { from: { file: '~/.netrc' }, to: { path: '/root/.netrc' }, origin },
  ];
  const stages = plan.stages.map((stage) => ({
    ...stage,
    steps: stage.steps.map((step) => ({ ...step, secrets })),
  }));
  const ejection = ejectionFrom({ ...plan, stages });
  const text = dockerfile(ejection);
  expect(text).toContain('--mount=type=secret,id=TOKEN,env=GITHUB_TOKEN,required=true');
  expect(text).toContain('--mount=type=secret,id=netrc,target=/root/.netrc,required=true');
  expect(text).toContain('#     --secret id=TOKEN,env=TOKEN \\');
  expect(text).toContain('#     --secret id=netrc,src=~/.netrc \\');
  expect(JSON.parse(bakeFile(ejection)).target.image.secret).toEqual([
    { type: 'env', id: 'TOKEN', env: 'TOKEN' },
    { type: 'file', id: 'netrc', src: '~/.netrc' },
  ]);
});

test('a base without some of its files is copied without them', async () => {
  const ejection = await ejectionOf('java-worker');
  const base = { ...ejection.base, without: ['usr/bin/perl', 'etc/a b*'], env: ['LANG=C'] };
  const text = dockerfile({ ...ejection, base });
  expect(text).toContain('FROM gcr.io/distroless/java21-debian13:nonroot@sha256:bb');
  expect(text).toContain('    --exclude=usr/bin/perl \\\n');
  expect(text).toContain(`    --exclude=etc/a\\ b\\* \\\n`);
});

/** What bake would replace. */
const CURLY = 'a$' + '{b}';
const DOUBLED = 'a$$' + '{b}';

test('the bake file builds that Dockerfile, with nothing of it replaced', async () => {
  const { plan } = await ejectionOf('go-api');
  const text = bakeFile(ejectionFrom({ ...plan, name: CURLY }));
  expect(text).toContain(DOUBLED);
  expect(JSON.parse(text)).toEqual({
    group: { default: { targets: ['image'] } },
    target: {
      image: {
        context: '.',
        dockerfile: 'ejected/Dockerfile',
        platforms: ['linux/amd64'],
        tags: [DOUBLED],
      },
    },
  });
});
