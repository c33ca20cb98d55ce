/** What crun says when the image, not the engine, is why a program cannot be started. */
const OF_THE_IMAGE: readonly RegExp[] = [
  /^executable file .* not found/m,
  /^the path .* exists but it is not executable/m,
  /^exec container process/m,
  /^cannot find .* in \$PATH/m,
  /^(?:cannot )?chdir\b/m,
  /^(?:invalid|empty) args|'args'/m,
];

/**
 * Why a container could not be set up for a reason that is not in the image, such as an engine that
 * forbids it: then nothing is known about the image.
 */
export function engineProblem(problem: string): string | undefined {
  if (problem === '' || OF_THE_IMAGE.some((pattern) => pattern.test(problem))) return undefined;
  return problem;
}
