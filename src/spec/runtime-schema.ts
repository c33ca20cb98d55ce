import { z } from 'zod';
import { HOST_PATH, PORT_WITH_PROTOCOL, SIGNAL, SONAME } from './grammar.ts';
import { healthcheck } from './healthcheck-schema.ts';
import { locale } from './locale.ts';
import { setBy } from './rules.ts';
import { timezone } from './timezone.ts';
import { bytesOf } from './units.ts';
import * as words from './words.ts';

const { argv, containerPath, env, text } = words;

const MEMORY = 'a size such as "256MB" or "256MiB"\nadd the unit: memory: "256MB"';

export const labels = z.record(words.words, words.text);

export const runtime = z
  .strictObject({
    packages: z.array(words.runtimePackage).optional().meta({
      description:
        'Packages the program needs while it runs: Debian’s on debian, distroless, slim and dhi, apk’s on alpine and chainguard',
    }),
    libraries: z
      .union([
        z.literal('auto'),
        z
          .array(words.word(SONAME, 'the file name of a library', 'write it like libpq.so.5'))
          .min(1, 'at least one library'),
      ])
      .optional()
      .meta({
        description:
          'Libraries that the base lacks, copied from the toolchain with the record of their package: auto, or their names',
      }),
    entrypoint: argv.optional().meta({ description: 'The same as entrypoint at the top' }),
    cmd: z
      .array(text)
      .optional()
      .meta({ description: 'Arguments that whoever runs it may replace' }),
    env: env.optional().meta({ description: 'Environment of the program' }),
    user: words.user.optional().meta({ description: 'Numeric user, or user:group; never root' }),
    fixedUser: words.words.optional().meta({
      description:
        'Why the program runs as its own user only: a smoke test runs it as another one too, as OpenShift does',
    }),
    memory: z
      .string()
      .refine((t) => (bytesOf(t) ?? 0) > 0, MEMORY)
      .optional()
      .meta({
        description: 'The most memory it may have; a smoke test in which it has more fails',
      }),
    workdir: containerPath.optional().meta({ description: 'Working folder of the program' }),
    writable: z.array(words.writableFolder).optional().meta({
      description:
        'Folders that the program writes: they are in the image and its user’s; everything else is read-only when it is tested',
    }),
    ports: z
      .array(
        z.union([
          words.port,
          words.word(
            PORT_WITH_PROTOCOL,
            'a port from 1 to 65535, such as 8080 or "53/udp"',
            'write it like 8080, or "53/udp"',
          ),
        ]),
      )
      .optional()
      .meta({ description: 'Ports the program listens on' }),
    labels: labels.optional().meta({ description: 'Labels of the image' }),
    ca: words
      .word(HOST_PATH, 'the path of a PEM file', 'write it like ./company-ca.pem')
      .optional()
      .meta({
        description:
          'PEM file of authorities that the program trusts besides the usual, relative to this file',
      }),
    fonts: z
      .union([
        z.literal(true),
        z
          .array(
            words.word(
              /^(?:fonts?|otf|ttf|xfonts)-[a-z0-9+._-]+$/,
              'the name of a package of fonts',
              'write it like fonts-noto-core, on Alpine font-noto',
            ),
          )
          .min(1, 'at least one package\nwrite fonts: true for the usual ones'),
      ])
      .optional()
      .meta({
        description:
          'Fonts that the program draws with, and what finds them: true for DejaVu, or packages',
      }),
    healthcheck: healthcheck.optional().meta({
      description:
        'How Docker and Podman see that the program works; Kubernetes has probes of its own',
    }),
    locale: locale.optional().meta({
      description: 'Language, formats and order of words of the program, such as de_DE.UTF-8',
    }),
    timezone: timezone.optional().meta({
      description: 'Time zone of the program, with its data, such as Europe/Berlin; default: UTC',
    }),
    stopSignal: words.word(SIGNAL, 'a signal such as SIGTERM').optional().meta({
      description: 'The signal that asks the program to stop',
    }),
  })
  .check(setBy('timezone', 'TZ'), setBy('locale', 'LANG'));
