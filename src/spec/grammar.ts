/**
 * The grammars of the words a spec holds. Each is anchored, so a match is the whole text, and those
 * that may look back far have a limit of length first.
 */

/** A repository of the OCI distribution spec, without a registry. */
export const REPOSITORY =
  /^(?=.{1,255}$)[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** An image reference: [registry/]repository[:tag][@sha256:digest]. */
export const IMAGE_REF =
  /^(?=.{1,512}$)(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** The same with a tag, and by it alone. */
export const TAGGED_REF =
  /^(?=.{1,512}$)(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Debian policy 5.6.1. */
export const DEBIAN_PACKAGE = /^[a-z0-9][a-z0-9+.-]+$/;
/** apk's own rule is wider; no package of Alpine or Wolfi needs more. */
export const APK_PACKAGE = /^[a-z0-9][a-z0-9+._-]+$/;

/** A path in an image: absolute, without empty, `.` or `..` parts, and without control characters. */
export const CONTAINER_PATH =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line end in a path would end a line.
  /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[^\x00-\x1f\x7f-\x9f/]+)+\/?)$/;

/** Numeric user, or user and group, none of them 0. */
export const NUMERIC_USER = /^[1-9]\d{0,9}(?::[1-9]\d{0,9})?$/;

/** A port from 1 to 65535 with its protocol. */
export const PORT_WITH_PROTOCOL =
  /^(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])\/(?:tcp|udp)$/;

export const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const CACHE_ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;
export const FILE_MODE = /^0?[0-7]{3}$/;
export const SIGNAL = /^SIG[A-Z0-9]+(?:[+-]\d+)?$/;
export const ADVISORY = /^[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9][A-Za-z0-9.:-]*$/;
export const CHECK = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
export const WITHOUT_NUL = /^[^\0]*$/;
/** Some sign that can be seen, and no NUL: that is no white space, and would count as one. */
export const WORDS = /^\s*[^\s\0][^\0]*$/;

/** A pattern of files: relative, without `..` and without the `!` that would undo a rule. */
export const FILE_PATTERN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: eject writes patterns into files.
  /^(?=[\s\S]{1,1000}$)(?![!/-])(?!(?:.*\/)?\.\.(?:\/|$))[^\x00-\x1f\x7f-\x9f\\]+$/;

/** A file of this machine: no option of a program, and no control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: eject writes paths into files.
export const HOST_PATH = /^(?!-)[^\x00-\x1f\x7f-\x9f]+$/;

/** An image of a file: part of its name in a registry, and a folder of its output. */
export const IMAGE_NAME = /^(?=.{1,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Folders below the one of the file; `*` stands for any part of one name. */
export const FOLDER_PATTERN = /^(?![-/])(?!(?:.*\/)?\.{1,2}(?:\/|$))(?!.*(?:\*\*|\/\/))[^\0\\]+$/;

/** A reference to a preset: a built-in name or a path relative to the spec. */
export const PRESET_REF = /^(?:[a-z][a-z0-9-]*|\.{1,2}\/[^\0]+|@?[a-z0-9][a-z0-9._/-]*)$/;

/** The file name that programs ask for a library by: libpq.so.5, ld-linux-x86-64.so.2. */
export const SONAME = /^[A-Za-z0-9_][A-Za-z0-9_+.-]*\.so(?:\.[A-Za-z0-9_.+-]+)?$/;
