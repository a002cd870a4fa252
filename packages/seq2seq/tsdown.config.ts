import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

// Minified, because its size is a promise: the comments are in the declarations, the names in the source map.
const config: UserConfig = packageBuild(
  { index: 'src/index.ts', node: 'src/node/index.ts', testing: 'testing/index.ts' },
  { minify: true },
);

export default config;
