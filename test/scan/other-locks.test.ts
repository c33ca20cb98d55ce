import { expect, test } from 'vitest';
import { composerLockPackages } from '../../src/scan/composer-lock.ts';
import { dotnetDeps } from '../../src/scan/dotnet-deps.ts';
import { ecosystemOf } from '../../src/scan/ecosystem.ts';
import { gemfileLockPackages } from '../../src/scan/gemfile-lock.ts';
import type { ExpectedPackage } from '../../src/scan/types.ts';

const shown = (packages: ExpectedPackage[] | undefined) =>
  packages?.map(({ name, version }) => `${name} ${version}`).sort();

test('a composer.lock: what is for production', () => {
  const lock = {
    'content-hash': '0cd4',
    packages: [
      { name: 'monolog/monolog', version: '3.9.0', type: 'library' },
      { name: 'psr/log', version: '3.0.2' },
      { name: 'symfony/console', version: 'v7.3.4' },
      { version: '1.0.0' },
    ],
    'packages-dev': [{ name: 'phpunit/phpunit', version: '12.4.1' }],
  };
  expect(shown(composerLockPackages(JSON.stringify(lock)))).toEqual([
    'monolog/monolog 3.9.0',
    'psr/log 3.0.2',
    'symfony/console v7.3.4',
  ]);
});

const GEMFILE = `source 'https://gems.example.com'
ruby '3.3'

gem 'sinatra', '~> 4.1' # the framework
gem('rackup')
gem "debug", group: :development
gem 'tzinfo-data', platforms: %i[windows jruby]
gem 'nokogiri' unless ENV['PLAIN']

group :development, :test do
  gem 'minitest'
  platforms :ruby do
    gem 'byebug'
  end
end
gem 'puma'
gem 'native'
gem 'own', path: 'own'
`;

const GEMFILE_LOCK = `PATH
  remote: own
  specs:
    own (0.1.0)

GEM
  remote: https://gems.example.com/
  specs:
    byebug (12.0.0)
    debug (1.11.0)
    minitest (5.26.0)
    mustermann (3.0.4)
      ruby2_keywords (~> 0.0.1)
    native (1.2.0-x86_64-linux-gnu)
    nio4r (2.7.4)
    nokogiri (1.18.10)
    puma (7.1.0)
      nio4r (~> 2.0)
    rack (3.2.3)
    rackup (2.2.1)
      rack (>= 3)
    ruby2_keywords (0.0.5)
    sinatra (4.2.1)
      mustermann (~> 3.0)
      rack (>= 3.0.0, < 4)
    tzinfo-data (1.2025.2)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  own!
  sinatra (~> 4.1)

BUNDLED WITH
   2.7.2
`;

test('a Gemfile.lock: what gems outside of groups need, on every machine', () => {
  expect(shown(gemfileLockPackages(GEMFILE_LOCK, GEMFILE))).toEqual([
    'mustermann 3.0.4',
    'nio4r 2.7.4',
    'puma 7.1.0',
    'rack 3.2.3',
    'rackup 2.2.1',
    'ruby2_keywords 0.0.5',
    'sinatra 4.2.1',
  ]);
});

test('a .deps.json: what a .NET program was published with and loads', () => {
  const target = '.NETCoreApp,Version=v10.0/linux-x64';
  const deps = {
    runtimeTarget: { name: target, signature: '' },
    targets: {
      '.NETCoreApp,Version=v10.0': {},
      [target]: {
        'app/1.0.0': { dependencies: { Npgsql: '9.0.4' }, runtime: { 'app.dll': {} } },
        'Npgsql/9.0.4': { runtime: { 'lib/net8.0/Npgsql.dll': {} } },
        'SQLitePCLRaw.lib.e_sqlite3/2.1.11': { native: { 'runtimes/libe_sqlite3.so': {} } },
        'Serilog.Analyzers/1.0.0': {},
      },
    },
    libraries: {
      'app/1.0.0': { type: 'project', serviceable: false, sha512: '' },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.0': { type: 'runtimepack' },
      'Npgsql/9.0.4': { type: 'package', serviceable: true, sha512: 'sha512-x' },
      'SQLitePCLRaw.lib.e_sqlite3/2.1.11': { type: 'package' },
      'Serilog.Analyzers/1.0.0': { type: 'package' },
    },
  };
  expect(shown(dotnetDeps(JSON.stringify(deps)))).toEqual([
    'Npgsql 9.0.4',
    'SQLitePCLRaw.lib.e_sqlite3 2.1.11',
  ]);
});

test.each([composerLockPackages, dotnetDeps, (text: string) => gemfileLockPackages(text, GEMFILE)])(
  'text of another kind is no lock (%#)',
  (read) => {
    for (const text of ['', '{}', '[]', '{"packages": 1', 'GEM\n'])
      expect(read(text)).toBeUndefined();
  },
);

test.each([
  ['composer-vendor', 'php'],
  ['composer', 'php'],
  ['gemspec', 'ruby'],
  ['dotnet-core', 'dotnet'],
])('%s of a scanner is of %s', (type, ecosystem) => {
  expect(ecosystemOf(type)).toBe(ecosystem);
});
