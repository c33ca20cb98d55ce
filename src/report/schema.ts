import { z } from 'zod';

/** Of the documents that this version writes and reads. */
export const VERSION = 1;

const text = z.string();
const number = z.number();
const list = z.array(text);
const severity = z.enum(['critical', 'high', 'medium', 'low', 'unknown']);

const finding = z.object({
  ...{ id: text, aliases: list, package: text, version: text, severity, type: text, scanner: text },
  ...{ purl: text.optional(), fixedVersion: text.optional(), fixDate: text.optional() },
  ...{ title: text.optional(), url: text.optional(), path: text.optional() },
  ...{ layer: text.optional(), scanners: list.optional() },
  ...{ cvss: number.optional(), epss: number.optional(), kev: z.literal(true).optional() },
});

const check = z.object({ id: text, pass: z.boolean(), evidence: text, paths: list.optional() });

const database = z.object({ ref: text, digest: text, updatedAt: text });

const entry = { until: text, reason: text, owner: text };

const verdict = z.object({
  pass: z.boolean(),
  violations: z.array(z.object({ rule: text, message: text, findings: z.array(finding) })),
  ignored: z.array(z.object({ finding, ignore: z.object({ id: text, ...entry }) })),
  suppressed: z
    .array(
      z.object({
        finding,
        vex: z.object({ file: text, author: text, status: text, justification: text.optional() }),
      }),
    )
    .optional(),
  delta: z
    .object({
      known: z.array(finding),
      added: z.array(z.object({ finding, cause: text })),
    })
    .optional(),
  accepted: z
    .array(z.object({ check, accept: z.object({ path: text.optional(), ...entry }) }))
    .optional(),
  graced: z.array(z.object({ finding, failsFrom: text })).optional(),
  warnings: list,
});

const layer = z.object({
  ...{ digest: text, diffId: text, size: number, uncompressed: number },
  kind: z.enum(['base', 'runtime', 'dependencies', 'app']),
});

const sums = { files: number, bytes: number };

const files = z.object({
  ...{ total: number, attributed: number },
  bytes: z.object({ total: number, attributed: number }),
  owners: z.array(z.object({ kind: text, ...sums })),
  holdings: z.array(z.object({ kind: text, name: text, layer: number, ...sums })).optional(),
  unattributed: z.array(z.object({ path: text, reason: text })),
  runtimes: z.array(z.object({ name: text, version: text, path: text })),
});

const imagePackage = z.object({
  ...{ name: text, version: text, class: z.enum(['os', 'app']), type: text },
  ...{ purl: text.optional(), path: text.optional() },
  ...{ licences: list.optional(), dependsOn: list.optional() },
});

const packages = z.object({ seen: number, missing: list });

/** What printers read; anything more is taken as it is. */
export const reportSchema = z.object({
  schemaVersion: z.literal(VERSION),
  times: z.object({ started: text, finished: text }).optional(),
  spec: text.optional(),
  plan: z.object({ digest: text }).optional(),
  toolchain: z.object({ ref: text, digest: text }).optional(),
  image: z.object({
    ...{ name: text, digest: text, configDigest: text, layout: text, platform: text },
    size: z.object({ compressed: number, uncompressed: number }),
    layers: z.array(layer),
    base: z.object({ kind: text, ref: text, digest: text }),
    config: z
      .object({ user: text, entrypoint: list, cmd: list, workdir: text, ports: list })
      .optional(),
  }),
  libraries: z.array(z.object({ name: text, path: text, package: text, version: text })).optional(),
  checks: z.array(check),
  coverage: z.object({
    os: z.object({ family: text, version: text }).optional(),
    packages: packages.extend({ expected: number }),
    files,
    scanners: z.array(z.object({ name: text, packages })).optional(),
    gaps: list,
  }),
  scanners: z.array(
    z.object({
      ...{ name: text, version: text, database, javaIndex: database.optional() },
      tested: list.optional(),
    }),
  ),
  findings: z.array(finding),
  packages: z.array(imagePackage).optional(),
  sources: z
    .object({ files: list, packages: z.array(imagePackage), findings: z.array(finding) })
    .optional(),
  disagreements: z
    .array(
      z.object({
        ...{ id: text, package: text, version: text, cause: text },
        about: z.enum(['finding', 'fixedVersion', 'severity']),
        says: z.record(text, text),
      }),
    )
    .optional(),
  smoke: z.array(
    z.object({
      ...{ name: text, pass: z.boolean(), evidence: text, milliseconds: number },
      ...{ memory: number.optional(), log: text.optional(), diagnosis: text.optional() },
    }),
  ),
  verdict,
  timings: z.record(text, number),
  reports: z.record(text, text),
  diagnostics: z.array(
    z.object({ code: text, severity: z.enum(['error', 'warning']), message: text }),
  ),
});
