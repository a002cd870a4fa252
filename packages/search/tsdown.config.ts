import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

const build: UserConfig = packageBuild({ index: 'src/index.ts', testing: 'testing/index.ts' });

export default build;
