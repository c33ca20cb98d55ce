import { NUMERIC_USER, SIGNAL } from '../../spec/grammar.ts';
import { writableFolder } from '../../spec/words.ts';
import type { Instruction } from './lexer.ts';
import { expand, pairsOf } from './stages.ts';
import type { Context, Said } from './translate.ts';

/** Variables of package managers and compilers: the preset has its own. */
export const OF_TOOLS =
  /^(?:PATH|HOME|LANG|LC_\w+|DEBIAN_FRONTEND|PIP_\w+|POETRY_\w+|UV_\w+|VIRTUAL_ENV|PYTHON\w*|NODE_ENV|NPM_\w+|npm_\w+|PNPM_\w+|YARN_\w+|GO(?:FLAGS|PROXY|PATH|CACHE|MODCACHE|ROOT|OS|ARCH|PRIVATE|SUMDB|NOSUMDB|TOOLCHAIN)|CGO_ENABLED|CARGO_\w+|RUST(?:UP|FLAGS)\w*|JAVA_HOME|MAVEN_\w+)$/;
export const SECRET = /PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE|CREDENTIAL/i;
const NOT_SHIPPED: Said = [false, 'its stage does not ship'];

/** Instructions that set how the program runs: they are keys of `runtime`. */
export const SETTINGS: Record<string, (one: Instruction, context: Context) => Said> = {
  ENV(one, { ships, draft, preset, stage }) {
    if (!ships) return [false, 'only the build had it: write it below build.steps[].env'];
    const pairs = pairsOf(one.rest).filter(([name]) => {
      return !OF_TOOLS.test(name) && !(name in (preset.data.runtime.env ?? {})) && name !== 'PORT';
    });
    const secret = pairs.filter(([name]) => SECRET.test(name)).map(([name]) => name);
    const plain = pairs.filter(([name]) => !SECRET.test(name) && /^[A-Za-z_]\w*$/.test(name));
    const added = plain.map(([name, value]) => [name, expand(value, stage.variables)]);
    if (added.length > 0) {
      draft.runtime.env = { ...draft.runtime.env, ...Object.fromEntries(added) };
    }
    if (secret.length > 0)
      return [false, `${secret.join(', ')} may be secret: give it at run time`];
    return added.length > 0 ? [true, 'runtime.env'] : [true, 'the preset sets what it needs'];
  },
  EXPOSE(one, { ships, draft, stage }) {
    if (!ships) return NOT_SHIPPED;
    const words = expand(one.rest, stage.variables).split(/\s+/);
    const ports = words.map((word) => {
      const [, number = '0', kind] = /^(\d{1,5})(?:\/(tcp|udp))?$/i.exec(word) ?? [];
      return { number: Number(number), udp: kind?.toLowerCase() === 'udp' };
    });
    const may = ports.filter(({ number }) => number >= 1024 && number <= 65535);
    const written = may.map(({ number, udp }) => (udp ? `${number}/udp` : number));
    const all = [...new Set([...(draft.runtime.ports ?? []), ...written])];
    if (all.length > 0) draft.runtime.ports = all;
    if (may.length === ports.length) return [true, 'runtime.ports'];
    const low = ports.some(({ number }) => number > 0 && number < 1024);
    return [false, low ? 'only root may listen below 1024' : 'only single ports are taken'];
  },
  USER({ rest }, { draft, ships, preset }) {
    if (!ships) return [true, 'build steps have the user of the toolchain'];
    if (/^(?:root|0)(?::|$)/.test(rest)) return [false, 'no image runs as root'];
    if (!NUMERIC_USER.test(rest)) return [true, `the number ${preset.data.runtime.user} instead`];
    draft.runtime.user = rest;
    return [true, 'runtime.user'];
  },
  WORKDIR: (_one, { preset }) => [true, `the program runs in ${preset.data.runtime.workdir}`],
  VOLUME(one, { draft, ships }) {
    if (!ships) return NOT_SHIPPED;
    const paths = one.json ?? one.rest.split(/\s+/);
    const may = paths.filter(
      (path) => !path.includes('$') && writableFolder.safeParse(path).success,
    );
    const all = [...new Set([...(draft.runtime.writable ?? []), ...may])];
    if (all.length > 0) draft.runtime.writable = all;
    if (may.length === paths.length) return [true, 'runtime.writable'];
    return [false, 'only absolute folders outside the system’s are taken'];
  },
  LABEL(one, { draft, ships, stage }) {
    if (!ships) return NOT_SHIPPED;
    const pairs = pairsOf(one.rest).filter(([, value]) => value !== '');
    const labels = pairs.map(([name, value]) => [name, expand(value, stage.variables)]);
    draft.runtime.labels = { ...draft.runtime.labels, ...Object.fromEntries(labels) };
    return [true, 'runtime.labels'];
  },
  STOPSIGNAL({ rest }, { draft, ships }) {
    if (!ships) return NOT_SHIPPED;
    if (!SIGNAL.test(rest)) return [false, 'write it by name: runtime.stopSignal: SIGTERM'];
    draft.runtime.stopSignal = rest;
    return [true, 'runtime.stopSignal'];
  },
};
