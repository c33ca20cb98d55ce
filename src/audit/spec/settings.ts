import { OF_TOOLS, SECRET } from '../../init/dockerfile/settings.ts';
import type { Draft } from '../../init/types.ts';
import type { OciConfig } from '../../oci/spec.ts';
import type { Preset } from '../../preset/types.ts';
import { ENV_NAME, NUMERIC_USER, SIGNAL } from '../../spec/grammar.ts';
import { writableFolder } from '../../spec/words.ts';

/** Variables that images of languages set for themselves. */
const OF_IMAGES =
  /^(?:GPG_KEY|NODE_VERSION|JAVA_VERSION|JAVA_HOME|GOLANG_VERSION|RUST_VERSION|RUSTUP_HOME|CARGO_HOME|SSL_CERT_FILE|TINI_VERSION|MAVEN_\w+|HOSTNAME|TERM|container)$/;

/** What the config of an image says of how the program runs, as keys of `runtime`, and what was left out. */
export function runtimeOf(
  { config = {} }: Pick<OciConfig, 'config'>,
  argv: readonly string[],
  preset: Preset,
): { runtime: Draft['runtime']; notes: string[] } {
  const { ports, low } = portsOf(Object.keys(config.ExposedPorts ?? {}), argv);
  const { env, secret } = envOf(config.Env ?? [], preset);
  const volumes = Object.keys(config.Volumes ?? {});
  const writable = volumes.filter((path) => writableFolder.safeParse(path).success);
  const { user, note } = userOf(config.User ?? '', preset);
  const stopSignal = config.StopSignal ?? '';
  return {
    runtime: {
      ...(ports.length > 0 && { ports }),
      ...(Object.keys(env).length > 0 && { env }),
      ...(user && { user }),
      ...(writable.length > 0 && { writable }),
      ...(SIGNAL.test(stopSignal) && { stopSignal }),
    },
    notes: [
      ...low.map(
        (port) => `only root may listen on ${port}: let the program listen on 1024 or above`,
      ),
      ...secret.map((name) => `${name} may be secret: it is left out, give it at run time`),
      ...(note ? [note] : []),
    ],
  };
}

/** What the config exposes; without that, what the command names. */
function portsOf(exposed: readonly string[], argv: readonly string[]) {
  const named = [
    ...argv.join(' ').matchAll(/(?:--port[= ]|\s-p |--bind[= ]\S*:|\s-b \S*:)(\d{2,5})\b/g),
  ];
  const words = exposed.length > 0 ? exposed : named.map(([, port = '']) => port);
  const all = words.flatMap((word) => {
    const [, number = '0', kind] = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(word) ?? [];
    return Number(number) > 0 ? [{ number: Number(number), udp: kind === 'udp' }] : [];
  });
  const may = all.filter(({ number }) => number >= 1024 && number <= 65_535);
  return {
    ports: [...new Set(may.map(({ number, udp }) => (udp ? `${number}/udp` : number)))],
    low: all.filter(({ number }) => number < 1024).map(({ number }) => number),
  };
}

/** What is the image's own, or the preset's, is no variable of the program. */
function envOf(pairs: readonly string[], { data }: Preset) {
  const own = pairs
    .map((pair): [string, string] => [pair.split('=', 1)[0] ?? '', pair.replace(/^[^=]*=?/, '')])
    .filter(([name]) => ENV_NAME.test(name) && !OF_TOOLS.test(name) && !OF_IMAGES.test(name))
    .filter(([name]) => !(name in (data.runtime.env ?? {})));
  return {
    env: Object.fromEntries(own.filter(([name]) => !SECRET.test(name))),
    secret: own.map(([name]) => name).filter((name) => SECRET.test(name)),
  };
}

function userOf(user: string, { data }: Preset): { user?: string; note?: string } {
  const preset = data.runtime.user ?? '';
  if (user === preset) return {};
  if (NUMERIC_USER.test(user)) return { user };
  const instead = `the proposed one is ${preset}`;
  if (/^(?:|root|0)(?::|$)/.test(user)) return { note: `the image runs as root; ${instead}` };
  return { note: `the user ${user} is a name or has a right of root; ${instead}` };
}
