#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { cacheDir } from './cache.ts';

// From 22.1 on Node can keep what it compiled of a program from one start to the next.
const keepCompiled: unknown = Reflect.get(module, 'enableCompileCache');
if (typeof keepCompiled === 'function') keepCompiled(join(cacheDir(), 'compiled'));
await import('./main.ts');
