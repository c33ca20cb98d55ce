import { type Expected, HEAD, type Written } from './head.ts';

/** Wrong values, by what comes of them, where the % of a line stands. */
interface Field {
  place: string;
  values: { [code in Expected]?: string[] };
}

/** Each value in the place that it is wrong for. */
export function fields(): Written[] {
  return FIELDS.flatMap(({ place, values }) =>
    Object.entries(values).flatMap(([code, all]) =>
      all.map((value): Written => {
        const line = place.replace('%', () => value);
        return [line, code as Expected, withLine(line)];
      }),
    ),
  );
}

/** A key that every spec has is replaced; several images and a workspace have no program at the top. */
function withLine(line: string): string {
  const [key = ''] = line.split(':');
  if (key === 'images') return `version: 1\nlanguage: go\n${line}\n`;
  if (key === 'workspace') return `version: 1\n${line}\n`;
  const others = HEAD.split('\n').filter((one) => one && !one.startsWith(`${key}:`));
  return [...others, line, ''].join('\n');
}

const FIELDS: Field[] = [
  {
    place: 'version: %',
    values: {
      'spec/bad-value': ['2', '0', '-1', '"1"', '1.0.0', 'true', 'null', '[1]', '{a: 1}', '1_000'],
      accepted: ['01', '0x1', '1e0', '0o1'],
      'spec/number-as-version': ['1e999', '.nan', '.inf'],
      'spec/syntax': ['!!float 1'],
    },
  },
  {
    place: 'language: %',
    values: {
      'spec/wrong-type': ['1', 'true', '[]', '{}'],
      'spec/bad-value': [
        '""',
        'Go',
        './',
        '/etc/passwd',
        '-rf',
        '"go\\n"',
        'http://evil.example/preset',
        '"@"',
        '.',
        '..',
      ],
      'preset/not-found': ['./nothing.yaml', '../../../etc/passwd', 'go/..', 'node_modules', 'con'],
      'spec/syntax': ['@a/../../b'],
    },
  },
  {
    place: 'entrypoint: %',
    values: {
      'spec/wrong-type': ['/app/server', '[1]', '[[a]]', '[null]', '{a: b}'],
      'spec/bad-value': ['[]', '[""]', '[-c, id]'],
      'plan/entrypoint-not-shipped': [
        '[server]',
        '[./server]',
        '[/bin/sh, -c, id]',
        '[/app/../bin/sh]',
      ],
    },
  },
  {
    place: 'name: %',
    values: {
      'spec/wrong-type': ['1', '[a]', '1e3'],
      'spec/bad-value': [
        'UPPER',
        'a b',
        '../a',
        '/a',
        'a/',
        'a//b',
        'a:b',
        'a@b',
        '-a',
        'a..b',
        '""',
      ],
      accepted: ['2001-01-01'],
    },
  },
  {
    place: 'platforms: %',
    values: {
      'spec/wrong-type': ['linux/amd64', '[1]', '{}'],
      'spec/bad-value': ['[]', '[linux/s390x]', '[linux/amd64, linux/amd64]'],
    },
  },
  {
    place: 'base: %',
    values: {
      'spec/wrong-type': ['1', '[]', '{image: 1}', '{debian: 13}', '{alpine: 3.20}'],
      'spec/missing-key': ['{}'],
      'spec/unknown-base': ['""', 'ubuntu'],
      'spec/bad-value': [
        '{image: "a b"}',
        '{image: "-v"}',
        '{debian: sid}',
        '{debian: trixie, packages: [A]}',
        '{debian: trixie, packages: ["-o=x"]}',
        '{alpine: "../x"}',
        '{image: "http://a/b"}',
        '{image: "a@sha256:1"}',
      ],
      'spec/conflict': ['{image: a, debian: trixie}'],
      accepted: ['{debian: trixie, packages: []}'],
    },
  },
  {
    place: 'toolchain: %',
    values: {
      'spec/wrong-type': ['golang', '{image: [a]}', '{debian: trixie, packages: gcc}'],
      'spec/missing-key': ['{}', '{packages: [gcc]}'],
      'spec/conflict': ['{image: a, debian: trixie}'],
    },
  },
  {
    place: 'source: {include: %}',
    values: {
      'spec/wrong-type': ['a', '[1]'],
      'spec/bad-value': [
        '[]',
        '[/etc]',
        '[..]',
        '[a/../..]',
        '["!a"]',
        '[-a]',
        '["a\\\\b"]',
        '[""]',
      ],
    },
  },
  {
    place: 'source: {exclude: %}',
    values: {
      'spec/wrong-type': ['[null]', '[{}]'],
      'spec/bad-value': ['["../*"]'],
    },
  },
  {
    place: 'build: {steps: %}',
    values: {
      'spec/bad-value': [
        '[]',
        '[{run: []}]',
        '[{run: [-x]}]',
        '[{run: [a], workdir: b}]',
        '[{run: [a], env: {"A=B": c}}]',
        '[{run: [a], caches: [{id: "../a", path: /c}]}]',
        '[{run: [a], caches: [{id: a, path: c}]}]',
      ],
      'spec/wrong-type': ['make', '[make]', '[{run: make}]', '[{run: [a], env: [A]}]'],
      'spec/missing-key': ['[{}]', '[{run: [a], secrets: [{}]}]'],
      'spec/unknown-key': ['[{run: [a], shell: true}]'],
      'spec/conflict': ['[{run: [a], secrets: [{env: A, file: b}]}]'],
    },
  },
  {
    place: 'build: {env: %}',
    values: {
      'spec/wrong-type': ['[]', '{A: 1}', '{A: null}', '{A: [b]}'],
      'spec/bad-value': ['{"": a}', '{"A B": c}', '{1: a}'],
    },
  },
  {
    place: 'build: {ssh: %}',
    values: {
      'spec/wrong-type': ['true'],
      'spec/missing-key': ['{}'],
      'spec/bad-value': ['{knownHosts: -a}'],
    },
  },
  {
    place: 'artifacts: %',
    values: {
      'spec/bad-value': [
        '[]',
        '[{from: a, to: /b}]',
        '[{from: /out/a, to: /proc/a}]',
        '[{from: /out/../etc, to: /b}]',
        '[{from: /out/a, to: /b, mode: "4755"}]',
      ],
      'spec/wrong-type': ['{}', '[{from: /out/a, to: /b, mode: 0755}]'],
      'spec/missing-key': ['[{from: /out/a}]'],
      'plan/artifact-outside-stage': ['[{from: /etc/shadow, to: /b}]'],
      'spec/conflict': ['[{from: /out/a, to: /b}, {from: /out/c, to: /b}]'],
    },
  },
  {
    place: 'runtime: %',
    values: {
      'spec/wrong-type': ['1', '[]', '""'],
      'spec/unknown-key': ['{a: 1}', '{User: "1"}'],
    },
  },
  {
    place: 'runtime: {user: %}',
    values: {
      'spec/wrong-type': ['1000', '[]', '1e3', '0x3e8'],
      'spec/bad-value': [
        'root',
        '"0"',
        '"0:0"',
        '"1000:0"',
        '"01"',
        '"-1"',
        '"99999999999"',
        '" 1"',
      ],
    },
  },
  {
    place: 'runtime: {ports: %}',
    values: {
      'spec/wrong-type': ['8080', '[80.5]', '[1e999]', '[.nan]', '[true]'],
      'spec/bad-value': ['[0]', '[-1]', '[65536]', '["80/icmp"]', '["0/tcp"]', '["99999/tcp"]'],
      accepted: ['[08]'],
    },
  },
  {
    place: 'runtime: {env: %}',
    values: {
      'spec/wrong-type': ['[A=b]', '{A: 1}', '{A: 1e999}', '{A: ~}'],
      accepted: ['{A: 2026-01-01}', '{A: yes}'],
      'spec/bad-value': ['{"A\\n": b}', '{"LD-PRELOAD": /x}'],
    },
  },
  {
    place: 'runtime: {labels: %}',
    values: {
      'spec/wrong-type': ['[a]', '{a: 1}'],
      'spec/bad-value': ['{"": a}', '{" ": a}'],
    },
  },
  {
    place: 'runtime: {workdir: %}',
    values: {
      'spec/bad-value': ['app', '/a/../b', '//a', '/a/./b', '""'],
      'spec/wrong-type': ['1'],
    },
  },
  {
    place: 'runtime: {writable: %}',
    values: {
      'spec/bad-value': ['[/]', '[/etc]', '[/usr/]', '[/proc/x]', '[data]'],
      'spec/wrong-type': ['/data'],
    },
  },
  {
    place: 'runtime: {packages: %}',
    values: {
      'spec/bad-value': ['[A]', '["libpq5=1"]', '[-q]', '["a b"]', '["../a"]'],
      'spec/wrong-type': ['libpq5'],
      accepted: ['[libnone-such]'],
    },
  },
  {
    place: 'runtime: {libraries: %}',
    values: {
      'spec/bad-value': ['all', '[]', '[../a.so]', '[-a.so]', '[/lib/a.so]'],
    },
  },
  {
    place: 'runtime: {memory: %}',
    values: {
      'spec/wrong-type': ['256'],
      'spec/bad-value': ['"256"', '"0MB"', '-1MB', '"1e9MB"', '256mb'],
    },
  },
  {
    place: 'runtime: {ca: %}',
    values: {
      'spec/bad-value': ['-a', '""'],
      'runtime/bad-certificate': ['./none.pem', '/etc/shadow', '../../../etc/passwd', '.'],
      'spec/wrong-type': ['[a]'],
    },
  },
  {
    place: 'runtime: {fonts: %}',
    values: {
      'spec/wrong-type': ['false', '"true"'],
      'spec/bad-value': ['[]', '[dejavu]'],
    },
  },
  {
    place: 'runtime: {healthcheck: %}',
    values: {
      'spec/wrong-type': ['true'],
      'spec/missing-key': ['{}'],
      'spec/conflict': ['{http: /a, run: [b]}'],
      'spec/bad-value': [
        '{http: a}',
        '{http: ":99999/a"}',
        '{run: []}',
        '{run: [/bin/a], interval: "0s"}',
        '{run: [/bin/a], retries: 0}',
      ],
      accepted: ['{run: [/bin/a], interval: 30}'],
    },
  },
  {
    place: 'runtime: {locale: %}',
    values: {
      'spec/bad-value': ['de', '../de', 'C', '"de_DE.UTF-8; id"'],
      'spec/wrong-type': ['[a]'],
    },
  },
  {
    place: 'runtime: {timezone: %}',
    values: {
      'spec/bad-value': ['Mars/Phobos', '../../etc/passwd', '/etc/localtime', '"Europe/Berlin\\n"'],
      'spec/wrong-type': ['1'],
    },
  },
  {
    place: 'runtime: {stopSignal: %}',
    values: {
      'spec/bad-value': ['KILL', 'sigterm', '"SIGTERM "', 'SIGKILL; id'],
      'spec/wrong-type': ['9'],
    },
  },
  {
    place: 'network: %',
    values: {
      'spec/wrong-type': ['true', '{ca: 1}'],
      'spec/bad-value': [
        '{proxy: "ftp://a"}',
        '{proxy: "http://u:p@a"}',
        '{proxy: "http://a b"}',
        '{ca: -a}',
      ],
    },
  },
  {
    place: 'scan: %',
    values: {
      'spec/bad-value': [
        '{scanners: []}',
        '{scanners: [clair]}',
        '{maxDatabaseAge: 0}',
        '{maxDatabaseAge: "1w"}',
        '{lockFiles: never}',
        '{timeout: 0}',
        '{timeout: 7201}',
      ],
      'spec/wrong-type': [
        '{scanners: trivy}',
        '{maxDatabaseAge: 1e999}',
        '{lockFiles: false}',
        '{timeout: "15m"}',
        '{timeout: 1.5}',
      ],
    },
  },
  {
    place: 'debian: %',
    values: {
      'spec/bad-value': ['{mirror: "file:///etc"}', '{mirror: "http://u:p@a/"}'],
      'spec/wrong-type': ['{mirror: 1}'],
    },
  },
  {
    place: 'apk: %',
    values: {
      'spec/bad-value': [
        '{repositories: []}',
        '{repositories: [/etc]}',
        '{keys: [a]}',
        '{keys: [-a.pub]}',
      ],
    },
  },
  {
    place: 'policy: %',
    values: {
      'spec/wrong-type': [
        'strict',
        '{vulnerabilities: 0}',
        '{vulnerabilities: {high: 1.5}}',
        '{vulnerabilities: {high: 1e999}}',
        '{vulnerabilities: {critical: "0"}}',
        '{size: 50}',
        '{packages: 1e999}',
      ],
      'spec/bad-value': [
        '{preset: lax}',
        '{vulnerabilities: {high: -1}}',
        '{size: "-1MB"}',
        '{packages: -1}',
      ],
      'spec/unknown-key': ['{vulnerabilities: {hihg: 0}}'],
    },
  },
  {
    place: 'policy: {ignore: %}',
    values: {
      'spec/wrong-type': ['CVE-2026-1', '[CVE-2026-1]'],
      'spec/missing-key': ['[{id: "*"}]', '[{id: CVE-2026-1, until: "2026-12-31", reason: a}]'],
      'spec/bad-value': [
        '[{id: CVE-2026-1, until: never, reason: a, owner: b}]',
        '[{id: CVE-2026-1, until: 2026-13-45, reason: a, owner: b}]',
        '[{id: CVE-2026-1, until: "2026-12-31", reason: "", owner: b}]',
        '[{id: ".*", until: "2026-12-31", reason: a, owner: b}]',
        '[{id: CVE-2026-1, package: "", until: "2026-12-31", reason: a, owner: b}]',
      ],
    },
  },
  {
    place: 'services: %',
    values: {
      'spec/bad-value': [
        '{}',
        '{DB: {image: a, port: 1}}',
        '{db: {image: a, port: 0}}',
        '{"db.x": {image: a, port: 1}}',
        '{"-db": {image: a, port: 1}}',
      ],
      'spec/wrong-type': ['[]'],
      'spec/missing-key': ['{db: {image: a}}'],
    },
  },
  {
    place: 'smoke: %',
    values: {
      'spec/wrong-type': ['{}', '[{http: a}]'],
      'spec/missing-key': ['[{}]'],
      'spec/bad-value': ['[{run: []}]', '[{http: {path: a}}]', '[{http: {path: /a, status: 999}}]'],
      'spec/unknown-key': ['[{run: [/a], expect: {exit: a}}]'],
    },
  },
  {
    place: 'publish: %',
    values: {
      'spec/missing-key': ['{}'],
      'spec/bad-value': [
        '{to: []}',
        '{to: [a]}',
        '{to: ["a:b@sha256:1"]}',
        '{to: ["-a:b"]}',
        '{to: ["http://a/b:c"]}',
      ],
      'spec/wrong-type': ['{to: a}'],
    },
  },
  {
    place: 'images: %',
    values: {
      'spec/bad-value': ['{}', '{A: {}}', '{"../a": {}}'],
      'spec/wrong-type': ['[]', '{a: 1}'],
      'spec/missing-key': ['{a: {}}'],
      'spec/unknown-key': ['{a: {version: 1}}'],
    },
  },
  {
    place: 'workspace: %',
    values: {
      'spec/bad-value': ['[]', '[/etc]', '[..]', '["**"]', '[-a]', '["a/../b"]'],
      'spec/wrong-type': ['a'],
    },
  },
  {
    place: '%',
    values: {
      'spec/unknown-key': [
        'runtme: {}',
        'Version: 1',
        'run: [sh]',
        'from: alpine',
        'env: {}',
        'extends: ./a',
        '$schema: x',
        'runtime.user: "1"',
        'policy: {ignroe: []}',
        'build: {run: sh}',
        'base: {image: a, tag: b}',
      ],
      'spec/missing-key': ['smoke: [{shell: id}]'],
      'spec/duplicate-key': ['version : 1'],
    },
  },
];
