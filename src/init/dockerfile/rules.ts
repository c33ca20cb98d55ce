import { evidenceAt } from '../lines.ts';
import type { Instruction } from './lexer.ts';
import { shownRun } from './run.ts';
import type { Context, Said } from './translate.ts';

/** Folders of the system, where no preset puts the files of a project. */
const OUTSIDE = /^\/(?:etc|bin|sbin|lib|root|usr\/(?:s?bin|lib|share|local))(?:\/|$)/;
const LANGUAGE_IMAGE =
  /(?:^|\/)(?:python|golang|node|rust|eclipse-temurin|openjdk|amazoncorretto):v?(\d+(?:\.\d+)?)/;

/** Instructions that make the image, or say what it starts. */
export const RULES: Record<string, (one: Instruction, context: Context) => Said> = {
  FROM(one, { stage, hints, ships, draft, findings, preset, version }) {
    if (hints.stages.some(({ name }) => name === stage.from.toLowerCase())) {
      return [true, `the stage ${stage.from}`];
    }
    const named = LANGUAGE_IMAGE.exec(stage.from)?.[1];
    const input = preset.data.inputs['version'];
    const fits = named && input?.pattern && new RegExp(`^(?:${input.pattern})$`).test(named);
    if (fits && version === undefined && named !== input.default) {
      draft.with['version'] = named;
      const evidence = [evidenceAt(hints.file, one.line, one.written)];
      findings.push({ what: 'version', value: named, certainty: 'found', evidence });
    }
    return [
      true,
      ships
        ? 'base, with what the program needs of it'
        : `the toolchain of the preset ${preset.name}`,
    ];
  },
  ARG: () => [true, 'filled in where it is used'],
  RUN: shownRun,
  COPY: copied,
  ADD: (one, context) =>
    /^(?:https?:|git@)/.test(one.rest)
      ? [false, 'let a step of the build fetch it, and check it: build.steps']
      : copied(one, context),
  HEALTHCHECK({ rest }, { hints, draft }) {
    if (/^NONE$/i.test(rest.trim())) return [true, 'there is none'];
    const taken = hints.health && draft.smoke?.path === hints.health.value;
    return taken ? [true, 'smoke'] : [false, 'no request to the program itself is in it: smoke'];
  },
  ENTRYPOINT: command,
  CMD: command,
  SHELL: () => [false, 'the image has no shell, and steps run without one'],
  ONBUILD: () => [false, 'it is for images made from this one'],
  MAINTAINER: () => [false, 'write it below runtime.labels'],
};

function copied(one: Instruction, { hints, preset, ships }: Context): Said {
  const from = one.flags['from']?.toLowerCase();
  if (from !== undefined) {
    const known = hints.stages.some(({ name }, index) => name === from || String(index) === from);
    if (!known) return [false, `files of another image, ${from}: no artifact comes from there`];
    return [true, ships ? `the artifacts of the preset ${preset.name}` : 'within the build'];
  }
  const target = (one.json ?? one.rest.split(/\s+/)).at(-1) ?? '';
  if (ships && OUTSIDE.test(target)) {
    return [false, `${target} is none of the program's folders: name it below artifacts`];
  }
  return [true, 'the build sees the files of the project'];
}

function command(one: Instruction, { hints, draft, ships, commandTaken }: Context): Said {
  if (!ships) return [false, 'its stage does not ship'];
  const { command: found } = hints;
  if (found && found.line === undefined) return [false, 'only a shell can run it'];
  const counts = found?.evidence.line === one.line || found?.name === 'ENTRYPOINT';
  if (!counts) return [true, 'a later one counts'];
  const starts = `entrypoint: ${draft.entrypoint.join(' ')}`;
  return commandTaken ? [true, starts] : [false, `the preset has no such program; ${starts}`];
}
