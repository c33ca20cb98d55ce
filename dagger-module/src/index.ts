import {
  type Container,
  type Directory,
  dag,
  type File,
  func,
  object,
  ReturnType,
  type Secret,
} from '@dagger.io/dagger';
import { Run } from './run.js';

const CA = '/run/harden/ca-certificates.crt';
/** What harden writes itself, and what no build sees. */
const LEFT_OUT = ['**/.harden', '**/node_modules'];
const REPORT = ['--report', 'json=.harden/report.json'];
const SETTINGS = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'];

/** Hardened container images: harden, from its npm package, on the engine that runs this module. */
@object()
export class Harden {
  /** The version of the npm package `hardening`. */
  @func()
  version: string;

  /** The image that has Node. */
  @func()
  image: string;

  /** A tarball of the package, in place of the published one. */
  @func()
  tarball?: File;

  /** Authorities of the network, as PEM. */
  @func()
  ca?: File;

  /** Settings of harden as NAME=VALUE, such as HARDEN_DEBIAN_MIRROR or HTTPS_PROXY. */
  @func()
  settings: string[];

  constructor(
    version = '0.1.0',
    image = 'node:24-slim',
    tarball?: File,
    ca?: File,
    settings: string[] = [],
  ) {
    this.version = version;
    this.image = image;
    this.tarball = tarball;
    this.ca = ca;
    this.settings = settings;
  }

  /** Builds, scans and judges the project in a folder with a hardening.yaml. */
  @func({ cache: 'never' })
  build(source: Directory, args: string[] = []): Run {
    return this.run(this.project(source), ['build', '.', ...args]);
  }

  /** Inspects, scans and judges an image in a registry. */
  @func({ cache: 'never' })
  scan(image: string, args: string[] = []): Run {
    return this.run(this.tool(), ['scan', image, ...REPORT, ...args]);
  }

  /** The same for an OCI layout, such as the one of a run. */
  @func({ cache: 'never' })
  scanLayout(layout: Directory, args: string[] = []): Run {
    const container = this.tool().withDirectory('/work/.harden/image', layout);
    return this.run(container, ['scan', '.harden/image', ...REPORT, ...args]);
  }

  /** Builds a project and publishes the image if it passes. */
  @func({ cache: 'never' })
  publish(
    source: Directory,
    to: string,
    /** A config.json of Docker, with the credentials of the registry. */
    credentials?: Secret,
    args: string[] = [],
  ): Run {
    let container = this.project(source);
    if (credentials) {
      container = container
        .withMountedSecret('/run/harden/docker/config.json', credentials)
        .withEnvVariable('DOCKER_CONFIG', '/run/harden/docker');
    }
    return this.run(container, ['build', '.', '--publish', to, ...args]);
  }

  /** Node with harden, in an empty folder. */
  @func()
  tool(): Container {
    const name = this.tarball ? '/run/harden/hardening.tgz' : `hardening@${this.version}`;
    let container = dag.container().from(this.image).withWorkdir('/work');
    container = container.withMountedCache('/root/.cache/harden', dag.cacheVolume('harden'));
    if (this.ca) {
      container = container.withMountedFile(CA, this.ca);
      for (const setting of SETTINGS) container = container.withEnvVariable(setting, CA);
    }
    if (this.tarball) container = container.withMountedFile(name, this.tarball);
    for (const pair of this.settings) {
      const name = pair.split('=', 1).join();
      container = container.withEnvVariable(name, pair.slice(name.length + 1));
    }
    return container.withExec(['npm', 'install', '--global', '--ignore-scripts', name]);
  }

  private project(source: Directory): Container {
    return this.tool().withDirectory('/work', source, { exclude: LEFT_OUT });
  }

  /** harden finds the session of this engine in its environment; no other engine is started. */
  private run(container: Container, args: string[]): Run {
    // What an engine remembers of an earlier run is no scan: advisories are new every day.
    const now = new Date().toISOString();
    return new Run(
      container.withEnvVariable('HARDEN_RUN', now).withExec(['harden', ...args], {
        expect: ReturnType.Any,
        experimentalPrivilegedNesting: true,
      }),
    );
  }
}
