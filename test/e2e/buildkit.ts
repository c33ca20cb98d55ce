import type { GoProgram } from '../../src/engine/recipe.ts';

const VERSION = '0.32.2';
const MODULE: GoProgram['module'] = {
  path: 'github.com/moby/buildkit',
  version: `v${VERSION}`,
  sum: 'h1:Sfy7+u6dUv/2yuBc9KCoK70Re8atuV8aPZ5UOC068Vc=',
};

function program(name: string): GoProgram {
  return {
    name: `${name}-${VERSION}`,
    module: MODULE,
    package: `${MODULE.path}/cmd/${name}`,
    env: { CGO_ENABLED: '0' },
    flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
  };
}

export const BUILDKITD = program('buildkitd');
export const BUILDCTL = program('buildctl');
