import { type Container, type Directory, type File, func, object } from '@dagger.io/dagger';

/** What a run of harden ended with, and what it left. */
@object()
export class Run {
  /** The container in which harden ran. */
  @func()
  container: Container;

  constructor(container: Container) {
    this.container = container;
  }

  /** 0 passed, 1 the policy is broken; docs/diagnostics has the rest. */
  @func()
  async exitCode(): Promise<number> {
    return this.container.exitCode();
  }

  /** What harden told people. */
  @func()
  async log(): Promise<string> {
    return this.container.stderr();
  }

  /** The report, as JSON. */
  @func()
  report(): File {
    return this.container.file('/work/.harden/report.json');
  }

  /** The image, as an OCI layout. */
  @func()
  layout(): Directory {
    return this.container.directory('/work/.harden/image');
  }
}
