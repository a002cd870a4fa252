import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const config: UserConfig = packageBuild(
  { index: 'src/index.ts', testing: 'testing/index.ts' },
  {
    // The gradients of tfjs-core are inlined (see src/register-gradients.ts); its public entry stays a peer.
    deps: { alwaysBundle: [/^@tensorflow\/tfjs-core\/dist\//] },
    inputOptions: { resolve: { mainFields: ['module', 'main'] } },
  },
);

export default config;
