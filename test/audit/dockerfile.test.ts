import { expect, test } from 'vitest';
import { namedPackages } from '../../src/audit/dockerfile.ts';
import { dockerfileHints } from '../../src/init/dockerfile/hints.ts';

const TEXT = `FROM golang:1.24 AS build
RUN apt-get update && apt-get install -y upx git
FROM debian:13
RUN apt-get update && apt-get install -y --no-install-recommends \\
    curl=8.* iputils-ping vim-tiny build-essential libpq5 libpq-dev openssh-client \\
    procps netcat-openbsd gnupg2 g++-14 wget ca-certificates && rm -rf /var/lib/apt/lists/*
HEALTHCHECK CMD wget -q localhost:8080
CMD ["/app/server"]
`;

function named(text: string) {
  const hints = dockerfileHints(
    {
      has: (path) => path === 'Dockerfile',
      read: () => text,
      paths: [],
      truncated: false,
    },
    'Dockerfile',
  );
  return hints ? namedPackages(hints) : [];
}

test('packages of the image are told apart by what they are for', () => {
  const verdicts = Object.fromEntries(named(TEXT).map((one) => [one.name, one.verdict]));
  expect(verdicts).toEqual({
    curl: 'unnecessary',
    'iputils-ping': 'unnecessary',
    'vim-tiny': 'unnecessary',
    'build-essential': 'unnecessary',
    libpq5: 'unknown',
    'libpq-dev': 'unnecessary',
    'openssh-client': 'unnecessary',
    procps: 'unnecessary',
    'netcat-openbsd': 'unnecessary',
    gnupg2: 'unnecessary',
    'g++-14': 'unnecessary',
    wget: 'needed',
    'ca-certificates': 'unknown',
  });
});

test('each stands with its line and why', () => {
  expect(named(TEXT)[0]).toMatchObject({ name: 'curl', line: 4 });
  expect(named(TEXT).find(({ name }) => name === 'wget')?.why).toBe(
    'the command or the health check names wget',
  );
});
