import type { Container } from '@dagger.io/dagger';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type ApkRequest, apkProblems } from '../packages/apk-problems.ts';

/**
 * What apk says of its run: nothing when the packages are there and every repository could be used.
 * `listed` prints the names of all packages that there are.
 */
export async function problemsOf(
  installed: Container,
  listed: Container,
  request: ApkRequest,
): Promise<Diagnostic[]> {
  try {
    return apkProblems({ failed: false, log: await installed.stderr() }, request);
  } catch (thrown) {
    const { exitCode, stdout = '', stderr = '' } = thrown as Partial<Failure>;
    if (exitCode === undefined) throw thrown;
    // For a hint only: what failed once may fail again.
    const names = await listed.stdout().catch(() => '');
    const known = names.split('\n').filter((name) => name !== '');
    return apkProblems({ failed: true, log: `${stdout}\n${stderr}` }, { ...request, known });
  }
}

/** What the SDK throws when a program ends with another code than 0. */
interface Failure {
  exitCode: number;
  stdout: string;
  stderr: string;
}
