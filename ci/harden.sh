#!/bin/sh
# Runs harden in a pipeline of any kind: finds or installs it, sees to an engine, runs one command, and
# leaves its reports in a folder. It ends with harden's own exit code. Needs Node and a POSIX shell.
#
#   HARDEN_COMMAND         build, scan, publish, rescan, report, validate, plan, update, lock; default: build
#   HARDEN_PATH            the project, or what to scan; default: . ; for scan and rescan one a line
#   HARDEN_ARGS            more arguments, one a line, as they are
#   HARDEN_PUBLISH         references for an image that passes, one a line; true for publish.to of the spec
#   HARDEN_FAIL_ON         policy (default), or error: a broken policy (exit code 1) ends with 0
#   HARDEN_ENGINE          the address of an engine; else Docker or Podman
#   HARDEN_INSTALL_ENGINE  true: where there is no engine, build one, which takes a quarter of an hour
#   HARDEN_REPORTS         the folder of the reports; default: .harden/reports, which no build sees
#   HARDEN_PROGRAM         the cli.js of a harden that is there
#   HARDEN_VERSION         a version to install from npm
#
# Beside the reports it leaves harden.env: HARDEN_EXIT_CODE, HARDEN_DIGEST and HARDEN_REFERENCE.
set -eu

command=${HARDEN_COMMAND:-build}
fail_on=${HARDEN_FAIL_ON:-policy}
reports=${HARDEN_REPORTS:-.harden/reports}
no_version="HARDEN_VERSION is '${HARDEN_VERSION:-}': write a whole version, as 1.2.3"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

refuse() {
  printf 'harden.sh: %s\n' "$1" >&2
  exit 2
}

case $command in
  build | scan | publish | rescan | report | validate | plan | update | lock) ;;
  *) refuse "HARDEN_COMMAND is '$command': write build, scan, publish, rescan, report, validate, plan, update or lock" ;;
esac
case $fail_on in
  policy | error) ;;
  *) refuse "HARDEN_FAIL_ON is '$fail_on': write policy or error" ;;
esac

# The package that this file is in comes first: whoever pinned it pinned the program.
find_program() {
  beside=$(dirname "$0")/../dist/cli.js
  if [ -n "${HARDEN_PROGRAM:-}" ]; then
    program=$HARDEN_PROGRAM
  elif [ -f "$beside" ]; then
    program=$beside
  elif [ -n "${HARDEN_VERSION:-}" ]; then
    case $HARDEN_VERSION in *[!0-9A-Za-z.-]*) refuse "$no_version" ;; esac
    printf '%s\n' "$HARDEN_VERSION" | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?' ||
      refuse "$no_version"
    printf '{"private": true}\n' >"$scratch/package.json"
    (cd "$scratch" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error \
      "hardening@$HARDEN_VERSION" >&2)
    program=$scratch/node_modules/hardening/dist/cli.js
  else
    refuse 'set HARDEN_VERSION, or HARDEN_PROGRAM'
  fi
  [ -f "$program" ] || refuse "there is no program $program"
}

find_program
case $command in
  publish | report | validate | plan) ;;
  *) if [ "${HARDEN_INSTALL_ENGINE:-false}" = true ]; then
    node "$program" engine install --if-needed >&2
  fi ;;
esac

# The arguments are put together as a list: nothing in them is read by a shell again.
mkdir -p "$reports"
set -- "$command"
each_line() {
  printf '%s\n' "$1" >"$scratch/lines"
}
each_line "${HARDEN_PATH:-.}"
while IFS= read -r line; do
  case $line in
    '') ;;
    -*) set -- "$@" "./$line" ;;
    *) set -- "$@" "$line" ;;
  esac
done <"$scratch/lines"
case $command in
  build | scan | report)
    set -- "$@" --report "json=$reports/report.json" --report "html=$reports/report.html" \
      --report "markdown=$reports/summary.md" --report "comment=$reports/comment.md" \
      --report "sarif=$reports/harden.sarif" --report "junit=$reports/junit.xml" \
      --report "gitlab=$reports/gl-container-scanning-report.json"
    ;;
esac
each_line "${HARDEN_ARGS:-}"
while IFS= read -r line; do
  [ -z "$line" ] || set -- "$@" "$line"
done <"$scratch/lines"
each_line "${HARDEN_PUBLISH:-}"
while IFS= read -r line; do
  case $command:$line in
    *: | *:false) ;;
    build:true) set -- "$@" --publish ;;
    build:*) set -- "$@" "--publish=$line" ;;
    publish:true) ;;
    publish:*) set -- "$@" --to "$line" ;;
  esac
done <"$scratch/lines"

code=0
node "$program" "$@" >"$scratch/result" || code=$?
cat "$scratch/result"

reference=$(grep -E '^[^[:space:]]+@sha256:[0-9a-f]{64}$' "$scratch/result" | head -n 1) || reference=
{
  printf 'HARDEN_EXIT_CODE=%s\n' "$code"
  printf 'HARDEN_REFERENCE=%s\n' "$reference"
  printf 'HARDEN_DIGEST=%s\n' "${reference##*@}"
} >"$reports/harden.env"

if [ "$fail_on" = error ] && [ "$code" -eq 1 ]; then exit 0; fi
exit "$code"
