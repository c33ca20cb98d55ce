import { expect, test } from 'vitest';
import { GRYPE_DATABASE_SEED, TRIVY_DATABASE_SEED } from '../../src/engine/scanner-seeds.ts';
import { IMAGE_SEEDS } from '../../src/engine/seeds.ts';

test('the registry holds everything under its upstream name', () => {
  for (const { upstream, repository, tag } of [
    ...IMAGE_SEEDS,
    TRIVY_DATABASE_SEED,
    GRYPE_DATABASE_SEED,
  ]) {
    expect(upstream.slice(upstream.indexOf('/') + 1)).toBe(`${repository}:${tag}`);
  }
});

test('an image that is not the original says so', () => {
  for (const { source, config } of IMAGE_SEEDS) {
    expect(config.Labels['dev.harden.stand-in']).toBe(String(source.kind !== 'scanner'));
    expect(config.Labels['org.opencontainers.image.description']).toContain("harden's lab");
  }
});

test('a Go toolchain has the version of its tag, on every architecture', () => {
  for (const { source, tag } of IMAGE_SEEDS) {
    if (source.kind !== 'go') continue;
    const versions = Object.values(source.recipe.modules).map(({ version }) => version);
    expect(versions.map((version) => version.split('-')[1]?.split('.', 2).join('.'))).toEqual([
      `go${tag}`,
      `go${tag}`,
    ]);
  }
});

test('a Node image has the release of its name, on every architecture', () => {
  const images = IMAGE_SEEDS.filter(({ source }) => source.kind === 'node');
  expect(images.map(({ upstream }) => upstream)).toEqual([
    'docker.io/library/node:24',
    'gcr.io/distroless/nodejs24-debian13:nonroot',
    'gcr.io/distroless/nodejs24-debian13:latest',
    'docker.io/library/node:24-trixie-slim',
  ]);
  for (const { source } of images) {
    if (source.kind !== 'node') continue;
    for (const { name, version, integrity } of Object.values(source.recipe.node.packages)) {
      expect(`${name} ${version}`).toMatch(/^node-linux-(x64|arm64) 24\./);
      expect(integrity).toMatch(/^sha512-/);
    }
  }
});

test('every step and every tag is there once', () => {
  for (const key of ['name', 'upstream'] as const) {
    const all = IMAGE_SEEDS.map((seed) => seed[key]);
    expect(new Set(all).size).toBe(all.length);
  }
});

test('a toolchain that compiles has a C compiler, as the official ones have', () => {
  const compiles = IMAGE_SEEDS.filter(({ upstream }) => /(golang:|node:\d+$)/.test(upstream));
  expect(compiles.map(({ tag }) => tag)).toEqual(['1.24', '1.26', '24']);
  for (const { source } of compiles) {
    expect('packages' in source && source.packages).toEqual(
      expect.arrayContaining(['gcc', 'libc6-dev']),
    );
  }
});

test('a Maven image has the shell tools of its launcher, and authorities that Java knows', () => {
  const [maven] = IMAGE_SEEDS.filter(({ repository }) => repository === 'library/maven');
  expect(maven?.source).toMatchObject({ purpose: 'toolchain' });
  // The package of the JDK brings ca-certificates-java.
  expect(maven && 'packages' in maven.source && maven.source.packages).toEqual(
    expect.arrayContaining(['openjdk-21-jdk-headless', 'maven', 'dash', 'coreutils', 'sed']),
  );
  for (const { source, repository } of IMAGE_SEEDS) {
    const forJava = 'javaCertificates' in source && source.javaCertificates === true;
    expect(forJava).toBe(repository.startsWith('distroless/java'));
  }
});

test('a Rust toolchain of Debian has the release of its tag, or is not assembled', () => {
  const rust = IMAGE_SEEDS.filter(({ repository }) => repository === 'library/rust');
  expect(rust.map(({ tag }) => tag)).toEqual(['1.85', '1.96']);
  for (const { source } of rust) {
    expect('links' in source && source.links).toEqual({ 'usr/bin/cc': 'gcc' });
    expect('packages' in source && source.packages).toEqual(
      expect.arrayContaining(['ca-certificates', 'coreutils', 'gcc', 'git', 'libc6-dev']),
    );
  }
  const [stable, web] = rust.map(({ source }) => 'packages' in source && source.packages);
  expect(stable).toEqual(expect.arrayContaining(['libstd-rust-1.85']));
  expect(web).toEqual(expect.arrayContaining(['libstd-rust-web-1.96']));
});

test('a slim image is a whole Debian, under each of its tags', () => {
  const slim = IMAGE_SEEDS.filter(({ tag }) => tag.includes('slim'));
  expect(slim.map(({ repository, tag }) => `${repository}:${tag}`)).toEqual([
    'library/debian:trixie-slim',
    'library/debian:bookworm-slim',
    'library/python:3.13-slim-trixie',
    'library/python:3.13-slim',
    'library/node:24-trixie-slim',
  ]);
  for (const { source, config } of slim) {
    expect(config.User).toBeUndefined();
    expect(source).toMatchObject({ purpose: 'toolchain' });
    expect(['debian', 'node']).toContain(source.kind);
    expect('packages' in source && source.packages).toEqual(
      expect.arrayContaining(['apt', 'bash', 'coreutils', 'dash', 'dpkg', 'passwd', 'util-linux']),
    );
  }
  expect(slim[3]?.source).toEqual(slim[2]?.source);
});
