import type { UserConfig } from 'tsdown';
import { packageBuild } from '../../tsdown.base.ts';

/** What few need has an entry of its own, so that it is not in the main one. */
const few = {
  'regular-expression': 'src/constraint/regular-expression.ts',
  'stochastic-beam': 'src/strategy/stochastic-beam.ts',
  trace: 'src/trace/traced.ts',
};

const ofFew = /\.d\.ts$|\/(regular-expression|character-automaton|stochastic-beam|traced)\.ts$/;

// Minified, because its size is a promise: the comments are in the declarations, the names in the source map. What entries share
// is one file: in many small ones it would be a third larger.
const build: UserConfig = packageBuild(
  { index: 'src/index.ts', ...few, onnx: 'onnx/index.ts', testing: 'testing/index.ts' },
  {
    minify: true,
    outputOptions: {
      codeSplitting: {
        groups: [{ name: 'search', test: (id) => id.includes('/search/src/') && !ofFew.test(id) }],
      },
    },
  },
);

export default build;
