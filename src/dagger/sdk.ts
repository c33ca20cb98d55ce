/**
 * The parts of the Dagger SDK that a build needs, by their files: the package exports its index
 * alone, which loads a TypeScript compiler and exporters of telemetry too. The version is pinned
 * exactly, and what is named here is bundled into one chunk.
 */
export { Client } from '../../node_modules/@dagger.io/dagger/dist/src/api/client.gen.js';
export { Context } from '../../node_modules/@dagger.io/dagger/dist/src/common/context.js';
export { createGQLClient } from '../../node_modules/@dagger.io/dagger/dist/src/common/graphql/client.js';
export { withGQLClient } from '../../node_modules/@dagger.io/dagger/dist/src/common/graphql/connect.js';
export { Connection } from '../../node_modules/@dagger.io/dagger/dist/src/common/graphql/connection.js';
