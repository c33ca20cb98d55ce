import { describe, expect, test } from 'vitest';
import { checkAddress } from '../../src/engine/address.ts';

describe('checkAddress', () => {
  test.each([
    'unix:///run/dagger/engine.sock',
    'tcp://127.0.0.1:1234',
    'tcp://engine.ci.example:8080',
    'tcp://[::1]:1234',
    'docker-container://dagger-engine',
    'kube-pod://dagger-engine-0?namespace=dagger&context=prod',
  ])('takes %s', (address) => {
    expect(checkAddress(address, '--engine')).toBe(address);
  });

  test.each([
    ['', 'cli/bad-option'],
    ['localhost:1234', 'cli/bad-option'],
    ['/run/dagger.sock', 'cli/bad-option'],
    ['unix://', 'cli/bad-option'],
    ['unix://relative.sock', 'cli/bad-option'],
    ['tcp://host', 'cli/bad-option'],
    ['tcp://host:99999', 'cli/bad-option'],
    ['tcp://host:12/path', 'cli/bad-option'],
    ['docker-container://', 'cli/bad-option'],
    ['kube-pod://Upper', 'cli/bad-option'],
    ['docker-image://registry.example/engine:v1', 'engine/unsupported'],
    ['https://engine.example', 'engine/unsupported'],
  ])('refuses %j with %s', (address, code) => {
    expect(() => checkAddress(address, 'HARDEN_ENGINE')).toThrow(`${code}: HARDEN_ENGINE is `);
  });
});
