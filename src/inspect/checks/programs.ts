import type { Check } from '../../report/types.ts';
import type { ImageFile } from '../types.ts';
import { none } from './check.ts';

export const SHELLS = /^(?:sh|bash|dash|ash|zsh|ksh|mksh|fish|csh|tcsh|busybox|toybox)$/;
export const MANAGERS =
  /^(?:apt|apt-get|aptitude|dpkg|apk|rpm|yum|dnf|microdnf|tdnf|zypper|pacman|pip[\d.]*|pipx|uv|poetry|conda|npm|npx|yarn|pnpm|corepack|gem|bundle|cargo|composer)$/;
export const COMPILERS =
  /^(?:(?:[\w.]+-linux-\w+-)?(?:gcc|g\+\+|cc|c\+\+|cpp|ld|as|gfortran)(?:-[\d.]+)?|clang(?:\+\+)?(?:-\d+)?|tcc|rustc|javac|ghc|gmake|make|cmake|ninja)$/;
/** What helps somebody who got in: to fetch more, to look around, to stay. */
export const TOOLS =
  /^(?:curl|wget|nc|ncat|netcat|socat|telnet|ftp|ssh|scp|sftp|rsync|ping6?|traceroute|dig|nslookup|nmap|tcpdump|strace|ltrace|gdb|gdbserver|lldb|vi|vim|nano|ed|emacs|screen|tmux|lsof|htop)(?:\.\w+)?$/;
/** A package manager of a language runs as a module too, without a program in a bin folder. */
const MANAGER_MODULES =
  /(?:^|\/)(?:site-packages|dist-packages)\/pip\/__main__\.py$|(?:^|\/)node_modules\/npm\/package\.json$/;
export const HEADERS = /^(?:usr\/(?:local\/)?)?include\/.*\.h(?:pp)?$/;
export const BIN = /(?:^|\/)(?:bin|sbin|busybox)\/([^/]+)$/;

/** Programs that only a build or an attacker needs. */
export function checkPrograms(files: readonly ImageFile[]): Check[] {
  const called = (names: RegExp) => files.filter((file) => isProgram(file, names));
  const managers = files.filter((f) => isProgram(f, MANAGERS) || MANAGER_MODULES.test(f.path));
  const builders = files.filter((f) => isProgram(f, COMPILERS) || HEADERS.test(f.path));
  return [
    none('no-shell', called(SHELLS), 'no shell in any bin folder'),
    none('no-package-manager', managers, 'no package manager'),
    none('no-compiler', builders, 'no compiler, no linker and no headers'),
    none('no-debug-tools', called(TOOLS), 'no tool for networks, tracing or editing'),
  ];
}

function isProgram(file: ImageFile, names: RegExp): boolean {
  const name = BIN.exec(file.path)?.[1];
  return name !== undefined && file.type !== 'directory' && names.test(name);
}
