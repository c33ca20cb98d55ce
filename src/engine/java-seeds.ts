import { ARCHITECTURE, type ImageSeed, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** Temurin is below /opt/java/openjdk in the original. */
const JAVA_HOME = `/usr/lib/jvm/java-21-openjdk-${ARCHITECTURE}`;

/** The JDK brings ca-certificates-java, for which authorities are made; Maven's launcher is a script. */
const PACKAGES =
  `openjdk-21-jdk-headless maven base-files base-passwd bash ca-certificates coreutils
  dash findutils git grep gzip libc6 netbase sed tar tzdata util-linux`.split(/\s+/);

export const JAVA_SEEDS: readonly ImageSeed[] = [
  {
    name: 'image-maven',
    upstream: 'docker.io/library/maven:3-eclipse-temurin-21',
    repository: 'library/maven',
    tag: '3-eclipse-temurin-21',
    source: {
      kind: 'debian',
      release: 'trixie',
      purpose: 'toolchain',
      packages: PACKAGES,
      links: { 'usr/bin/mvn': '/usr/share/maven/bin/mvn' },
    },
    config: {
      Env: [
        `PATH=${JAVA_HOME}/bin:${SYSTEM_PATH}`,
        `JAVA_HOME=${JAVA_HOME}`,
        'MAVEN_HOME=/usr/share/maven',
        'LANG=C.UTF-8',
      ],
      Labels: {
        ...STAND_IN,
        'org.opencontainers.image.description':
          "stand-in by harden's lab: OpenJDK and Maven of Debian, not the original image with Temurin",
      },
    },
  },
];
