/** One way to make a scan see less than there is. */
export interface Blinding {
  /** What was done, as docs/honest-zero.md says it. */
  what: string;
  /** How harden ends, and a part of what it says. */
  code: 1 | 2 | 4;
  says: string;
  /** Runs harden and, where it can be asked, plain Trivy. */
  run(): Promise<Outcome>;
}

export interface Outcome {
  code: number | null;
  text: string;
  /** The exit code of `trivy image --exit-code 1`; nothing where the fault is not one of an image. */
  trivy?: number;
}
