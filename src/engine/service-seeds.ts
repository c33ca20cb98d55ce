import { type ImageSeed, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** The server and what it is linked to; its compiler of queries, LLVM, is larger than all the rest. */
const POSTGRES =
  `base-files coreutils dash libacl1 libattr1 libaudit1 libc6 libcap-ng0 libcap2 libcom-err2 libgcc-s1
  libgssapi-krb5-2 libicu76 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libldap2 liblz4-1
  liblzma5 libpam0g libpcre2-8-0 libpq5 libsasl2-2 libselinux1 libssl3t64 libstdc++6 libsystemd0
  libuuid1 libxml2 libxslt1.1 libxxhash0 libzstd1 netbase postgresql-17 tzdata zlib1g`.split(/\s+/);

/** What the server is linked to, and nothing of a system around it. */
const REDIS =
  `base-files libatomic1 libc6 libcap2 libgcc-s1 libjemalloc2 liblzf1 libssl3t64 libstdc++6 libsystemd0
  libzstd1
  redis-server redis-tools zlib1g`.split(/\s+/);

const PROGRAMS = '/usr/lib/postgresql/17/bin';
const START = 'usr/local/bin/start-postgres';

/** The variables are the original's. There is no state to keep, so nothing waits for a disk. */
const SCRIPT = `#!/bin/sh
set -eu
user="\${POSTGRES_USER:-postgres}"
method="\${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}"
if [ "$method" != trust ] && [ -z "\${POSTGRES_PASSWORD:-}" ]; then
  echo 'no password: set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust' >&2
  exit 1
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  umask 077
  printf '%s\\n' "\${POSTGRES_PASSWORD:-}" > /tmp/password
  set -- --username="$user" --auth-local=trust --auth-host="$method" --no-sync --locale=C --encoding=UTF8
  [ "$method" = trust ] || set -- "$@" --pwfile=/tmp/password
  initdb --pgdata="$PGDATA" "$@"
  echo "host all all all $method" >> "$PGDATA/pg_hba.conf"
  database="\${POSTGRES_DB:-$user}"
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \\"$database\\"" | postgres --single -D "$PGDATA" postgres
  fi
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp -c fsync=off
`;

/** Services that examples are tested with. */
export const SERVICE_SEEDS: readonly ImageSeed[] = [
  {
    name: 'image-postgres-17',
    upstream: 'docker.io/library/postgres:17',
    repository: 'library/postgres',
    tag: '17',
    source: {
      kind: 'debian',
      release: 'trixie',
      purpose: 'toolchain',
      exact: true,
      packages: POSTGRES,
      links: {},
      files: {
        'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999::/tmp:/bin/sh\n',
        'etc/group': 'root:x:0:\npostgres:x:999:\n',
        [START]: SCRIPT,
      },
    },
    config: {
      User: '999:999',
      WorkingDir: '/tmp',
      Entrypoint: ['/bin/sh', `/${START}`],
      Env: [`PATH=${PROGRAMS}:${SYSTEM_PATH}`, 'PGDATA=/tmp/data'],
      Labels: STAND_IN,
    },
  },
  {
    name: 'image-redis-8',
    upstream: 'docker.io/library/redis:8',
    repository: 'library/redis',
    tag: '8',
    source: {
      kind: 'debian',
      release: 'trixie',
      purpose: 'toolchain',
      exact: true,
      packages: REDIS,
      links: {},
      files: {
        'etc/passwd': 'root:x:0:0:root:/root:/bin/false\nredis:x:999:999::/tmp:/bin/false\n',
        'etc/group': 'root:x:0:\nredis:x:999:\n',
      },
    },
    config: {
      User: '999:999',
      WorkingDir: '/tmp',
      // As the original is reached from elsewhere without a password, and nothing has to stay.
      Entrypoint: ['/usr/bin/redis-server', '--protected-mode', 'no', '--save', ''],
      Env: [`PATH=${SYSTEM_PATH}`],
      Labels: STAND_IN,
    },
  },
];
