/** A bare name such as python3 is the base's own program, wherever that base has it. */
export function onBase(argv: string[], programs: readonly string[]): string[] {
  const [program = '', ...rest] = argv;
  if (program.includes('/')) return argv;
  const path = programs.find((one) => one.endsWith(`/${program}`));
  return path ? [path, ...rest] : argv;
}
